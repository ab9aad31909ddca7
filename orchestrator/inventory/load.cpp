#include "inventory/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <utility>

#include "inventory/assemble.h"
#include "inventory/doubles.h"
#include "inventory/files.h"
#include "inventory/groups.h"
#include "inventory/hierarchy.h"
#include "inventory/json_source.h"
#include "inventory/reserved.h"
#include "inventory/sites_section.h"
#include "inventory/table.h"
#include "inventory/variables.h"

namespace clientpush {
namespace {

/// Reads everything first, then asks what follows from it, so that no problem hides another.
class Loader {
public:
    explicit Loader(LoadOptions options = {}) : options_(std::move(options)) {}

    void read_source(const std::string& source) {
        ++source_;
        if (source == "-") return read_standard_input();
        const SourceFiles files = find_source(source, findings_);
        for (const InventoryFile& file : files.inventories) {
            read(file);
            end_file();
        }
        read_vars_folder(files.folder);
    }

    void read_text(const std::string& name, const std::string& text) {
        HostSections taken(draft_.store(), draft_.store().file_id(name));
        read_inventory(findings_.read_text(name, text, &taken), taken);
        end_file();
    }

    void add_extra(const std::vector<ExtraVar>& extra) {
        for (const ExtraVar& each : extra) {
            const Position at{"-e " + each.name, 0, 0};
            if (is_secret(each.name, at, findings_)) continue;
            Setting setting;
            setting.name = draft_.store().name_id(each.name);
            setting.value = each.value;
            setting.file = draft_.store().file_id(at.file);
            extra_ = draft_.store().merge(extra_, draft_.keep(draft_.store().pack(setting)));
        }
    }

    LoadedInventory finish(const std::string& name) {
        check_columns();
        if (options_.sites_elsewhere) findings_.now_incomplete();
        sites_.check();
        check_settings();
        if (!options_.hosts_elsewhere && draft_.hosts.empty() && rows_.empty() && !findings_.incomplete() &&
            !findings_.any_error()) {
            findings_.error({name, 0, 0}, "no host in this inventory",
                            "put hosts under \"hosts:\" of a group");
        }
        Inventory inventory;
        if (complete_groups(draft_, findings_)) {
            warn_of_strange_names();
            for (const auto& [file, source] : source_of_file_) rows_.store().set_source(file, source);
            inventory = assemble({draft_, rows_, extra_, ends_, sites_.sites()}, findings_);
            warn_of_doubles(inventory, findings_);
        }
        findings_.show_tables(shown_tables_);
        throw_if_wrong(findings_.all());
        inventory.sources = std::move(files_read_);
        return {std::move(inventory), findings_.all()};
    }

private:
    void read(const InventoryFile& file) {
        switch (file.kind) {
            case SourceKind::yaml:
                return read_yaml(file.path);
            case SourceKind::json:
                return read_inventory(read_json_file(file.path, findings_));
            case SourceKind::program:
                return read_program(file.path);
            case SourceKind::csv:
                add_file(file.path);
                return read_csv(file.path, options_.columns, table_target());
            case SourceKind::json_lines:
                add_file(file.path);
                return read_json_lines(file.path, options_.columns, table_target());
        }
    }

    void read_yaml(const std::string& file) {
        HostSections taken(draft_.store(), draft_.store().file_id(file));
        read_inventory(findings_.read_file(file, &taken), taken);
    }

    void read_program(const std::string& program) {
        if (!options_.run) {
            findings_.error({program, 0, 0}, "programs are not run here", "name a file with what it prints");
            return findings_.now_incomplete();
        }
        try {
            read_inventory(read_json(program, options_.run(program), findings_));
        } catch (const Error& error) {
            findings_.error({program, 0, 0}, error.what(), error.cure());
            findings_.now_incomplete();
        }
    }

    void read_standard_input() {
        const std::string text = options_.read_input ? options_.read_input() : read_all(std::cin);
        read_inventory(read_json("(standard input)", text, findings_));
        end_file();
    }

    Table::Into table_target() { return {draft_, rows_, findings_, headers_, shown_tables_}; }

    /// A slip in a mapping would leave a column unread.
    void check_columns() {
        if (headers_.empty()) return;
        for (const auto& [header, variable] : options_.columns) {
            if (headers_.contains(header)) continue;
            findings_.error({"--columns", 0, 0}, fmt::format("no table has a column \"{}\"", header),
                            use_one_of(header, headers_like(header)));
        }
    }

    /// The nearest first.
    std::vector<std::string> headers_like(const std::string& header) const {
        constexpr std::size_t most = 20;
        std::vector<std::string> headers(headers_.begin(), headers_.end());
        std::ranges::stable_sort(headers, {},
                                 [&](const std::string& each) { return yaml::distance(each, header); });
        headers.resize(std::min(headers.size(), most));
        return headers;
    }

    /// JSON comes whole.
    void read_inventory(yaml::Document* document) {
        read_inventory(document, HostSections(draft_.store(), 0));
    }

    void read_inventory(yaml::Document* document, const HostSections& taken) {
        if (document == nullptr) return;
        add_file(document->file);
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
                read_group(*document, entry, taken, draft_, findings_);
            }
        }
        document->root = {};  // the draft has it now
    }

    /// A file counts for the source that read it last.
    void add_file(const std::string& file) {
        files_read_.push_back(file);
        source_of_file_[file] = static_cast<std::uint32_t>(source_);
    }

    void end_file() { ends_.push_back({draft_.hosts.size(), rows_.size()}); }

    void read_vars_folder(const std::string& folder) {
        VarsFolder& variables = draft_.folders.emplace_back();
        const std::string below = folder.empty() ? "" : folder + "/";
        read_vars_files(below + "group_vars", "group", variables.groups);
        read_vars_files(below + "host_vars", "host", variables.hosts);
    }

    void read_vars_files(const std::string& folder, const std::string& what,
                         std::map<std::string, Layers, std::less<>>& layers) {
        for (const VarsFile& file : find_vars_files(folder, findings_)) {
            yaml::Document* const document = findings_.read_file(file.path);
            if (document == nullptr) continue;
            add_file(file.path);
            VariableStore& store = draft_.store();
            const std::uint32_t id = store.file_id(document->file);
            const Variables variables = pack_variables(document->root, id, store);
            document->root = {};
            layers[file.name].push_back(
                draft_.keep(read_variables(variables, id, what, file.name, store, findings_)));
            vars_files_.push_back({what, file});
        }
    }

    void check_settings() {
        SettingCheck check(draft_.store(), sites_.sites(), findings_);
        for (const Layer layer : draft_.layers())
            for_each_setting(layer, [&](const Setting& setting) { check.check(setting); });
    }

    void warn_of_strange_names() {
        for (const auto& [what, file] : vars_files_) {
            const bool known =
                what == "host" ? draft_.hosts.find(file.name).has_value() : draft_.groups.contains(file.name);
            if (known) continue;
            findings_.warning(
                {file.path, 0, 0},
                fmt::format("no {} is called \"{}\": these variables reach nobody", what, file.name),
                "rename the file, or remove it");
        }
        for (std::size_t i = 0; i < draft_.hosts.size(); ++i) {
            const HostList::Entry& host = draft_.hosts.entry(i);
            if (!draft_.groups.contains(host.name)) continue;
            findings_.warning(draft_.store().place(host.file, host.line, host.column),
                              fmt::format("\"{}\" is the name of a host and of a group", host.name),
                              "rename one, so that -l can tell them apart");
        }
    }

    LoadOptions options_;
    int source_ = 0;
    Findings findings_;
    HostList rows_;
    Draft draft_{rows_.shared_store()};
    std::vector<SourceEnd> ends_;
    std::set<std::string, std::less<>> headers_;
    std::set<std::string, std::less<>> shown_tables_;
    SitesSection sites_{findings_};
    Layer extra_;
    std::vector<std::string> files_read_;
    std::map<std::string, std::uint32_t> source_of_file_;
    std::vector<std::pair<std::string, VarsFile>> vars_files_;
};

}  // namespace

LoadedInventory load_inventory(const std::vector<std::string>& sources, const LoadOptions& options) {
    if (sources.empty())
        throw Error(Error::Kind::usage, "no-inventory", "no inventory is given", "name one with -i");
    if (std::ranges::count(sources, "-") > 1)
        throw Error(Error::Kind::usage, "input-twice",
                    "-i - is given twice, and standard input can be read once", "leave one of them out");
    Loader loader(options);
    for (const std::string& source : sources) loader.read_source(source);
    loader.add_extra(options.extra);
    return loader.finish(sources.front());
}

LoadedInventory load_inventory(const std::vector<std::string>& sources, const std::vector<ExtraVar>& extra) {
    LoadOptions options;
    options.extra = extra;
    return load_inventory(sources, options);
}

LoadedInventory load_inventory_text(const std::string& name, const std::string& text) {
    Loader loader;
    loader.read_text(name, text);
    return loader.finish(name);
}

}  // namespace clientpush
