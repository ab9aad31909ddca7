#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace clientpush {

/// What the user says of a table's columns: header to variable. "name" is the host's name; "-" leaves the
/// column out.
using ColumnMap = std::map<std::string, std::string, std::less<>>;

/// "Computer Name=name,Domain=forest". Throws Error{usage} "columns".
ColumnMap parse_columns(const std::string& text);

/// Where a column's cells go.
struct ColumnUse {
    enum class As {
        text,      ///< as they stand
        moment,    ///< times as PowerShell and the console print them
        system,    ///< the name of an operating system, for `platform`; of another kind: not known
        internet,  ///< True: the client is on the internet now
        always_internet
    };

    std::string variable;  ///< "name" for the host's name; "" leaves the column out
    As as = As::text;
    bool clashes = false;  ///< a column before it means the same, and nobody said which counts
};

/// Which variable each header of a table means: what the user says; our own names; the names that the console
/// of Configuration Manager and Get-CMDevice print. Of several headers for one variable the best known
/// counts, and the others stay variables of their own; what the user says counts before all, and a column
/// that bears the very name of such a variable is left out then. Case, spaces, "_" and "-" make no
/// difference.
std::vector<ColumnUse> use_columns(const std::vector<std::string>& headers, const ColumnMap& said);

/// The cell as the variable wants it: "Microsoft Windows NT Workstation 10.0" is "windows". Empty for a cell
/// that says nothing; text that is not understood stays as it is, for the check to refuse.
std::string converted(std::string_view cell, ColumnUse::As as);

}  // namespace clientpush
