#include "base/error.h"
#include "fuzz/target.h"
#include "push/remote.h"
#include "push/windows_answer.h"
#include "ssh/algorithms.h"
#include "ssh/config.h"
#include "ssh/host_key.h"
#include "ssh/known_hosts_line.h"

namespace clientpush {
namespace {

bool is_printable(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
    return true;
}

/// A configuration may include other files, which are not the fuzzer's to read.
bool includes(std::string_view text) {
    return text.find("nclude") != std::string_view::npos || text.find("NCLUDE") != std::string_view::npos;
}

}  // namespace

void fuzz_answer(std::string_view bytes) {
    try {
        const Answer answer = read_answer(bytes, "00");
        for (const auto& [name, value] : answer.lines) require(is_printable(name) && is_printable(value));
        const Look look = read_look(answer);
        require(look.attempt != OnHost::done || look.exit_code);
    } catch (const Error& error) {
        require(error.kind() == Error::Kind::remote || error.kind() == Error::Kind::lost);
        require(!error.cure().empty());
    }
}

void fuzz_windows(std::string_view bytes) {
    const RemoteValues values = {
        {"attempt", "aa"}, {"http_port", "80"}, {"https_port", "443"}, {"ends", "return code \nerror code "}};
    try {
        const Answer raw = read_windows_answer(bytes, "00");
        const Look look = read_look(in_posix_words(raw, values));
        require(look.attempt != OnHost::done || look.exit_code);
        require(look.http != Port{0} && look.https != Port{0});
        for (const char c : story_of(raw, values)) require(c == '\n' || is_printable({&c, 1}));
    } catch (const Error& error) {
        require(error.kind() == Error::Kind::remote || error.kind() == Error::Kind::lost);
        require(!error.cure().empty());
    }
}

void fuzz_ssh(std::string_view bytes) {
    if (const auto offer = ssh::read_offer(bytes))
        (void)ssh::nothing_in_common(ssh::our_algorithms(), *offer);
    (void)ssh::host_key_from(bytes);
    std::string complaint;
    if (const auto line = ssh::parse_known_hosts_line(bytes, complaint)) {
        require(!line->names.empty() && !line->key.type.empty());
        (void)ssh::speaks_of(*line, "host");
    }
    if (includes(bytes)) return;
    try {
        (void)ssh::SshConfig::of_text(bytes, "/nonexistent").of("host", "user");
    } catch (const Error& error) {
        require(error.kind() == Error::Kind::usage && *error.what() != 0);
    }
}

}  // namespace clientpush
