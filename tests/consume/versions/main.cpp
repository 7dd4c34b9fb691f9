#include <cstdio>
#include <string>

std::string this_version();
std::string hardened();
std::string next_version();

int main() { std::printf("%s\n%s\n%s\n", this_version().c_str(), hardened().c_str(), next_version().c_str()); }
