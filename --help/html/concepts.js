var concepts =
[
    [ "keyturn", "namespacekeyturn.html", [
      [ "Keychain", "conceptkeyturn_1_1Keychain.html", null ],
      [ "Codec", "conceptkeyturn_1_1Codec.html", null ],
      [ "Platform", "conceptkeyturn_1_1Platform.html", null ],
      [ "OneThread", "conceptkeyturn_1_1OneThread.html", null ],
      [ "Protocol", "conceptkeyturn_1_1Protocol.html", null ],
      [ "Grants", "conceptkeyturn_1_1Grants.html", null ],
      [ "Storage", "conceptkeyturn_1_1Storage.html", null ],
      [ "SharedStorage", "conceptkeyturn_1_1SharedStorage.html", null ],
      [ "BlockingTransport", "conceptkeyturn_1_1BlockingTransport.html", null ],
      [ "AsyncTransport", "conceptkeyturn_1_1AsyncTransport.html", null ],
      [ "PolledTransport", "conceptkeyturn_1_1PolledTransport.html", null ],
      [ "WakingTransport", "conceptkeyturn_1_1WakingTransport.html", null ],
      [ "Transport", "conceptkeyturn_1_1Transport.html", null ],
      [ "DeviceProtocol", "conceptkeyturn_1_1DeviceProtocol.html", null ]
    ] ]
];