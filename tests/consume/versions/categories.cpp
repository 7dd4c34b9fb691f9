#include <cstdio>

const char* first();
const char* second();

int main() { std::printf("%s %s\n", first(), second()); }
