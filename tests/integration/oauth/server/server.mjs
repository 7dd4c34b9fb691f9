// A certified OpenID provider on a free port of the loopback address, for the tests. It says "listening URL" when it is
// ready, then a line for each request. A number on its standard input moves its clock on by so many seconds; it ends with
// that input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { Provider } from 'oidc-provider';

const access_token_seconds = 2;

let offset = 0;
const now = Date.now;
Date.now = () => now() + offset;

const native = {
  token_endpoint_auth_method: 'none',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  response_types: ['code'],
};
const service = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };

const configuration = {
  clients: [
    { ...native, client_id: 'native' },
    { ...native, client_id: 'bound', dpop_bound_access_tokens: true },
    // Characters that form encoding changes, in id and secret.
    { ...service, client_id: 'service: basic', client_secret: 'a:b %+&=/~', token_endpoint_auth_method: 'client_secret_basic' },
    { ...service, client_id: 'service', client_secret: 'a:b %+&=/~', token_endpoint_auth_method: 'client_secret_post' },
  ],
  scopes: ['openid', 'offline_access', 'api'],
  claims: { openid: ['sub'] },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: false },
  },
  cookies: { keys: ['of the tests'] },
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  pkce: { required: () => true },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  ttl: { AccessToken: access_token_seconds, ClientCredentials: access_token_seconds, RefreshToken: 3600 },
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    console.log(`${request.method} ${request.url.split('?')[0]}`);
    answer(request, response);
  });
  console.log(`listening ${issuer}`);
});

createInterface({ input: process.stdin })
  .on('line', (seconds) => {
    offset += seconds * 1000;
    console.log(`moved ${seconds}`);
  })
  .on('close', () => process.exit(0));
