#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inventory/findings.h"

namespace clientpush {

/// A variable as it stands somewhere in a file.
struct Definition {
    std::string name;
    const yaml::Node* value = nullptr;
    Position at;
};

/// The variables of one `vars:`, one host or one file.
using Definitions = std::vector<Definition>;

/// Every place that defines variables of one group or host, in the order in which they were read.
using Layers = std::vector<const Definitions*>;

struct GroupDraft {
    std::string name;
    std::vector<std::string> children;             ///< in order
    std::map<std::string, Position> child_places;  ///< where each is named
    std::vector<std::size_t> hosts;                ///< indexes into Draft::hosts, in order
    Layers vars;
    long long priority = 1;  ///< ansible_group_priority
};

struct HostDraft {
    std::string name;
    Position at;
    Layers vars;
    std::set<std::string> groups;  ///< that name it directly
};

/// group_vars/ and host_vars/ of one folder.
struct VarsFolder {
    std::map<std::string, Layers, std::less<>> groups;
    std::map<std::string, Layers, std::less<>> hosts;
};

/// Hosts and groups as the files say, before anyone asks what follows from it.
class Draft {
public:
    GroupDraft& group(const std::string& name);
    HostDraft& host(const std::string& name, const Position& at);
    std::size_t index_of(const std::string& host) const { return host_index_.at(host); }
    bool has_host(const std::string& name) const { return host_index_.contains(name); }

    /// Keeps the variables for as long as the draft lives.
    const Definitions* keep(Definitions definitions) {
        return &definitions_.emplace_back(std::move(definitions));
    }

    /// Keeps a value that no file holds: a port behind a name, a variable of the command line.
    const yaml::Node* keep_value(std::string text);
    const yaml::Node* keep_value(yaml::Node value) { return &values_.emplace_back(std::move(value)); }

    const std::deque<Definitions>& definitions() const { return definitions_; }

    std::map<std::string, GroupDraft, std::less<>> groups;
    std::vector<std::string> group_order;  ///< as they first appear
    std::vector<HostDraft> hosts;
    std::vector<VarsFolder> folders;

private:
    std::unordered_map<std::string, std::size_t> host_index_;
    std::deque<Definitions> definitions_;
    std::deque<yaml::Node> values_;
};

}  // namespace clientpush
