#include "inventory/load.h"

#include <fmt/format.h>

#include <utility>

#include "inventory/assemble.h"
#include "inventory/files.h"
#include "inventory/groups.h"
#include "inventory/hierarchy.h"
#include "inventory/reserved.h"
#include "inventory/sites_section.h"
#include "inventory/variables.h"

namespace clientpush {
namespace {

/// Reads everything first, then asks what follows from it, so that no problem hides another.
class Loader {
public:
    void read_source(const std::string& source) {
        ++source_;
        const SourceFiles files = find_source(source, findings_);
        for (const std::string& file : files.inventories) read_inventory(findings_.read_file(file));
        read_vars_folder(files.folder);
    }

    void read_text(const std::string& name, const std::string& text) {
        read_inventory(findings_.read_text(name, text));
    }

    void add_extra(const std::vector<ExtraVar>& extra) {
        for (const ExtraVar& each : extra) {
            const Position at{"-e " + each.name, 0, 0};
            if (!is_secret(each.name, at, findings_))
                extra_.push_back({each.name, draft_.keep_value(each.value), at});
        }
    }

    LoadedInventory finish(const std::string& name) {
        sites_.check();
        for (const Definitions& definitions : draft_.definitions()) check_definitions(definitions);
        check_definitions(extra_);
        if (draft_.hosts.empty() && !findings_.incomplete() && !findings_.any_error()) {
            findings_.error({name, 0, 0}, "no host in this inventory",
                            "put hosts under \"hosts:\" of a group");
        }
        Inventory inventory;
        if (complete_groups(draft_, findings_)) {
            warn_of_strange_names();
            inventory = assemble(draft_, extra_, sites_.sites(), findings_);
        }
        throw_if_wrong(findings_.all());
        inventory.sources = std::move(files_read_);
        return {std::move(inventory), findings_.all()};
    }

private:
    void read_inventory(const yaml::Document* document) {
        if (document == nullptr) return;
        files_read_.push_back(document->file);
        const yaml::Node& root = document->root;
        if (root.kind != yaml::Node::Kind::mapping && root.kind != yaml::Node::Kind::null) {
            findings_.error(document->at(root),
                            fmt::format("an inventory is a mapping of groups, not {}", kind_of(root)),
                            "write \"clients:\" and, under it, \"hosts:\"");
            return;
        }
        for (const yaml::Node::Entry& entry : root.entries) {
            if (entry.key == "sites") {
                sites_.read(*document, entry.value, source_);
            } else {
                read_group(*document, entry, draft_, findings_);
            }
        }
    }

    void read_vars_folder(const std::string& folder) {
        VarsFolder& variables = draft_.folders.emplace_back();
        const std::string below = folder.empty() ? "" : folder + "/";
        read_vars_files(below + "group_vars", "group", variables.groups);
        read_vars_files(below + "host_vars", "host", variables.hosts);
    }

    void read_vars_files(const std::string& folder, const std::string& what,
                         std::map<std::string, Layers, std::less<>>& layers) {
        for (const VarsFile& file : find_vars_files(folder, findings_)) {
            const yaml::Document* const document = findings_.read_file(file.path);
            if (document == nullptr) continue;
            files_read_.push_back(file.path);
            Definitions definitions =
                read_variables(*document, document->root, fmt::format("{} {}", what, file.name), findings_);
            layers[file.name].push_back(draft_.keep(std::move(definitions)));
            vars_files_.push_back({what, file});
        }
    }

    void check_definitions(const Definitions& definitions) {
        for (const Definition& definition : definitions)
            check_definition(definition, sites_.sites(), findings_);
    }

    void warn_of_strange_names() {
        for (const auto& [what, file] : vars_files_) {
            const bool known =
                what == "host" ? draft_.has_host(file.name) : draft_.groups.contains(file.name);
            if (known) continue;
            findings_.warning(
                {file.path, 0, 0},
                fmt::format("no {} is called \"{}\": these variables reach nobody", what, file.name),
                "rename the file, or remove it");
        }
        for (const HostDraft& host : draft_.hosts) {
            if (!draft_.groups.contains(host.name)) continue;
            findings_.warning(host.at, fmt::format("\"{}\" is the name of a host and of a group", host.name),
                              "rename one, so that -l can tell them apart");
        }
    }

    int source_ = 0;
    Findings findings_;
    Draft draft_;
    SitesSection sites_{findings_};
    Definitions extra_;
    std::vector<std::string> files_read_;
    std::vector<std::pair<std::string, VarsFile>> vars_files_;
};

}  // namespace

LoadedInventory load_inventory(const std::vector<std::string>& sources, const std::vector<ExtraVar>& extra) {
    if (sources.empty())
        throw Error(Error::Kind::usage, "no-inventory", "no inventory is given", "name one with -i");
    Loader loader;
    for (const std::string& source : sources) loader.read_source(source);
    loader.add_extra(extra);
    return loader.finish(sources.front());
}

LoadedInventory load_inventory_text(const std::string& name, const std::string& text) {
    Loader loader;
    loader.read_text(name, text);
    return loader.finish(name);
}

}  // namespace clientpush
