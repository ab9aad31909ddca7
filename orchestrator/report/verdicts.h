#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/folded_names.h"
#include "ports/outlook.h"
#include "report/text_writer.h"

namespace clientpush {

/// A client with its verdict; both live elsewhere.
struct NamedVerdict {
    std::string_view name;
    const Verdict* verdict = nullptr;
};

/// Clients that share a rule and a reason.
struct VerdictGroup {
    std::string rule;
    std::string reason;  ///< of the first; the others' differ by their own name only
    FoldedNames names;
};

/// Gathers clients by outlook, and those of one outlook by what they share.
class VerdictGroups {
public:
    void add(std::string_view name, const Verdict& verdict);

    /// The largest group first.
    std::vector<VerdictGroup> of(Outlook outlook) const;

private:
    std::map<Outlook, std::vector<VerdictGroup>> groups_;
    std::map<std::pair<std::string, std::string>, std::size_t> index_;  ///< by rule and reason
};

/// The clients of one outlook, the largest group first.
std::vector<VerdictGroup> groups_of(const std::vector<NamedVerdict>& clients, Outlook outlook);

/// The text with the host's own name taken out, so that two hosts' texts can be compared.
std::string without_name(std::string text, std::string_view name);

/// "TITLE: 12" and each group with its folded names and its reason; nothing when there is no group. Ends with
/// an empty line.
void write_groups(TextWriter& text, const std::string& title, const std::vector<VerdictGroup>& groups,
                  Colour colour);

}  // namespace clientpush
