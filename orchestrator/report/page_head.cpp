// The head of a page: its policy lets nothing in, and nothing run but the texts that are compiled in here.

#include <openssl/evp.h>

#include <array>

#include "report/page.h"

namespace clientpush {

extern const std::string_view page_style;
extern const std::string_view page_rows_script;
extern const std::string_view page_table_script;

namespace {

/// 'sha256-...', by which a browser knows a style or script that it may use.
std::string digest_of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
    std::array<unsigned char, std::size_t{2} * EVP_MAX_MD_SIZE> encoded{};
    const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(length));
    return "'sha256-" + std::string(encoded.begin(), encoded.begin() + size) + "'";
}

std::string policy() {
    return "default-src 'none'; style-src " + digest_of(page_style) + "; script-src " +
           digest_of(page_rows_script) + " " + digest_of(page_table_script) +
           "; base-uri 'none'; form-action 'none'";
}

}  // namespace

void begin_page(std::ostream& out, const std::string& overline, const std::string& title, Tone tone) {
    static const std::string allowed = policy();
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        << "<meta http-equiv=\"Content-Security-Policy\" content=\"" << allowed << "\">\n"
        << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        << "<meta name=\"color-scheme\" content=\"light dark\">\n"
        << "<title>" << page_text(title) << "</title>\n<style>" << page_style << "</style>\n</head>\n<body>\n"
        << "<header class=\"" << to_text(tone) << "\">\n<p class=\"overline\">" << page_text(overline)
        << "</p>\n<h1>" << page_text(title) << "</h1>\n</header>\n<main>\n";
}

void end_page(std::ostream& out) {
    out << "</main>\n<script>" << page_rows_script << "</script>\n<script>" << page_table_script
        << "</script>\n</body>\n</html>\n";
}

}  // namespace clientpush
