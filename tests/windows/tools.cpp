// Stand-ins for small programs of Windows that Wine lacks, in one executable that goes by its own name:
//   certutil -hashfile FILE SHA256     prints the digest as Windows 10 does
//   curl OPTIONS URL                   connects to the URL's host and port; exit codes 0, 7 and 28 as curl's
//   schtasks /query|/delete /tn NAME   knows one task, which is there as long as C:/task.txt is
//   dump ARGUMENTS...                  prints its arguments as a C program gets them, each in brackets
//   end CODE                           ends with that 32-bit code
#include <winsock2.h>
#include <ws2tcpip.h>
// These need types of the others.
#include <bcrypt.h>
#include <windows.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using Arguments = std::vector<std::string>;

int hash_file(const Arguments& arguments) {
    if (arguments.size() != 3 || arguments[0] != "-hashfile" || arguments[2] != "SHA256") return 1;
    std::FILE* file = std::fopen(arguments[1].c_str(), "rb");
    if (file == nullptr) {
        std::puts("CertUtil: -hashfile command FAILED: 0x80070002 (WIN32: 2 ERROR_FILE_NOT_FOUND)");
        return 1;
    }
    BCRYPT_ALG_HANDLE algorithm = nullptr;
    BCRYPT_HASH_HANDLE hash = nullptr;
    BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, nullptr, 0);
    BCryptCreateHash(algorithm, &hash, nullptr, 0, nullptr, 0, 0);
    unsigned char block[65536];
    while (const auto size = std::fread(block, 1, sizeof block, file))
        BCryptHashData(hash, block, static_cast<ULONG>(size), 0);
    std::fclose(file);
    unsigned char digest[32];
    BCryptFinishHash(hash, digest, sizeof digest, 0);
    std::printf("SHA256 hash of %s:\n", arguments[1].c_str());
    for (const unsigned char byte : digest) std::printf("%02x", byte);
    std::puts("\nCertUtil: -hashfile command completed successfully.");
    return 0;
}

int connect_to(const Arguments& arguments) {
    const std::string url = arguments.empty() ? "" : arguments.back();
    const auto host = url.find("://");
    const auto colon = url.find(':', host + 3);
    const auto slash = url.find('/', host + 3);
    if (host == std::string::npos || colon == std::string::npos || slash == std::string::npos) return 3;
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(url.substr(host + 3, colon - host - 3).c_str(),
                    url.substr(colon + 1, slash - colon - 1).c_str(), &hints, &found) != 0)
        return 6;
    const SOCKET out = socket(AF_INET, SOCK_STREAM, 0);
    return connect(out, found->ai_addr, static_cast<int>(found->ai_addrlen)) == 0 ? 0 : 7;
}

int task(const Arguments& arguments) {
    constexpr const char* file = "C:\\task.txt";
    const bool there = GetFileAttributesA(file) != INVALID_FILE_ATTRIBUTES;
    if (there && !arguments.empty() && arguments[0] == "/delete") DeleteFileA(file);
    return there ? 0 : 1;
}

int dump(const Arguments& arguments) {
    for (const std::string& each : arguments) std::printf("[%s]\n", each.c_str());
    return 0;
}

std::string own_name() {
    char path[MAX_PATH];
    GetModuleFileNameA(nullptr, path, MAX_PATH);
    std::string name(path);
    name.erase(0, name.find_last_of("\\/") + 1);
    return name.substr(0, name.find('.'));
}

}  // namespace

int main(int count, char** values) {
    const Arguments arguments(values + 1, values + count);
    const std::string name = own_name();
    if (name == "certutil") return hash_file(arguments);
    if (name == "curl") return connect_to(arguments);
    if (name == "schtasks") return task(arguments);
    if (name == "dump") return dump(arguments);
    ExitProcess(arguments.empty() ? 0 : std::strtoul(arguments[0].c_str(), nullptr, 0));
}
