#include "base/error.h"
#include "fuzz/target.h"
#include "ssh/certificate.h"
#include "ssh/identity.h"
#include "ssh/private_key.h"
#include "ssh/signer.h"

namespace clientpush {

void fuzz_key(std::string_view bytes) {
    const std::string half = ssh::public_half(bytes);
    (void)ssh::certifies(bytes, half);
    (void)ssh::signature_algorithm(bytes);
    try {
        const auto signer = ssh::Signer::parse(bytes, "fuzz");
        require(!signer->public_blob().empty() && !signer->type().empty());
    } catch (const Error& error) {
        require(error.kind() == Error::Kind::refused && !error.cure().empty());
    }
}

}  // namespace clientpush
