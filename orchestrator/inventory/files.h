#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inventory/findings.h"

namespace clientpush {

/// How a file of an inventory is read.
enum class SourceKind { yaml, json, csv, json_lines, program };

struct InventoryFile {
    std::string path;
    SourceKind kind = SourceKind::yaml;
};

/// What one -i names: its inventory files in order, and the folder beside or around them that may hold
/// group_vars/ and host_vars/.
struct SourceFiles {
    std::vector<InventoryFile> inventories;
    std::string folder;
};

/// A file is itself. A folder is its files in ASCII order, without hidden files, editors' leftovers and files
/// of kinds that we do not read. The ending tells the kind (.json, .csv, .tsv, .jsonl, .ndjson, .yml); a file
/// with none of these that may be executed is a program, and everything else is YAML.
SourceFiles find_source(const std::string& source, Findings& findings);

/// A file of variables and the group or host that it is for.
struct VarsFile {
    std::string name;
    std::string path;
};

/// NAME, NAME.yml, NAME.yaml, NAME.json, and all files below a folder NAME/. One name may have only one of
/// these.
std::vector<VarsFile> find_vars_files(const std::string& folder, Findings& findings);

}  // namespace clientpush
