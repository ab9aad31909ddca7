#include "differential/random_inventory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <random>
#include <set>

#include "support/files.h"

namespace clientpush {
namespace {

using Words = std::vector<std::string>;

const Words group_names{"web", "db", "app", "zone", "Area", "b-2", "c.d", "g10", "g9", "ungrouped"};
const Words host_keys{"h1",
                      "h2",
                      "h3:2022",
                      "h4.corp.example",
                      "'r[1:4]'",
                      "'r[02:10:3]'",
                      "'h[1:3]'",
                      "'[a:c]x'",
                      "'t[a:b]1'",
                      "192.0.2.1",
                      "'2001:db8::1'",
                      "'[2001:db8::2]:22'",
                      "'r[3:5]:44'",
                      "'p[0:1]q[8:9]'",
                      "lone"};
const Words names{"a", "b", "c", "with-dash", "n1", "ansible_user", "\"quoted name\"", "list", "map"};
const Words values{"1",
                   "-7",
                   "1.5",
                   "yes",
                   "No",
                   "~",
                   "",
                   "text",
                   "'yes'",
                   "\"1\"",
                   "two words",
                   "0x1F",
                   "007",
                   "2026-11-01",
                   "'it''s'",
                   "\"\\t\"",
                   "'{{ x }}'",
                   "a#b",
                   "a:b",
                   "C:\\dir\\x",
                   "\"\\u00fc\\\\\"",
                   "[1, two]",
                   "[]",
                   "{k: v, l: []}",
                   "{a: {b: 1}}",
                   "1_000",
                   "12:30:45",
                   "'a # b'",
                   "+1",
                   ".5",
                   "off",
                   "\"\"",
                   "http://x/y?z=1"};

class Maker {
public:
    Maker(unsigned seed, const std::filesystem::path& folder) : random_(seed), folder_(folder) {}

    Question run() {
        Question question;
        const int sources = chance(4) ? 2 : 1;
        for (int i = 0; i < sources; ++i) question.sources.push_back(make_source(fmt::format("s{}", i)));
        const int patterns = below(4);
        for (int i = 0; i < patterns; ++i) question.patterns.push_back(make_pattern());
        return question;
    }

private:
    int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(random_); }
    bool chance(int one_in) { return below(one_in) == 0; }
    const std::string& any(const Words& words) {
        return words[static_cast<std::size_t>(below(static_cast<int>(words.size())))];
    }

    /// A file, or a folder with one or two; each with variables beside it.
    std::string make_source(const std::string& name) {
        const std::filesystem::path folder = folder_ / name;
        std::filesystem::create_directories(folder);
        const int files = 1 + below(2);
        for (int i = 0; i < files; ++i) write_text(folder / fmt::format("{}.yml", i), make_file());
        for (const auto& [kind, owners] : {std::pair("group_vars", Words{"all", "web", "zone", "ungrouped"}),
                                           std::pair("host_vars", Words{"h1", "r2", "lone"})}) {
            for (const std::string& owner : owners) {
                if (chance(4)) write_vars(folder / kind, owner);
            }
        }
        return chance(3) ? folder / "0.yml" : folder;
    }

    void write_vars(const std::filesystem::path& folder, const std::string& owner) {
        const bool several = chance(4);
        const std::filesystem::path place = several ? folder / owner : folder;
        std::filesystem::create_directories(place);
        write_text(place / (several ? "x.yml" : owner + any({"", ".yml", ".yaml"})), make_vars(0, 3));
        if (several) write_text(place / "y.yml", make_vars(0, 3));
    }

    /// Lines of a mapping, none of them twice.
    std::string make_vars(int indent, int most) {
        std::string text;
        std::set<std::string> taken;
        for (int i = below(most + 1); i > 0; --i) {
            const std::string& name = any(names);
            if (!taken.insert(name).second) continue;
            const std::string value =
                name == "ansible_user" ? any({"root", "'u1'", "CORP\\adm"}) : make_value(indent);
            text += fmt::format("{:{}}{}: {}\n", "", indent, name, value);
        }
        return text;
    }

    std::string make_value(int indent) {
        const std::string margin(static_cast<std::size_t>(indent) + 2, ' ');
        switch (below(12)) {
            case 0:
                return fmt::format("|{}\n{}one\n{}  two\n\n{}three", any({"", "-", "+"}), margin, margin,
                                   margin);
            case 1:
                return fmt::format(">{}\n{}one\n{}two\n\n{}three", any({"", "-"}), margin, margin, margin);
            case 2:
                return fmt::format("\n{}- {}\n{}- [x]\n{}- k: v", margin, any({"1", "'1'", "x"}), margin,
                                   margin);
            case 3:
                return fmt::format("plain\n{}goes on\n\n{}and on", margin, margin);
            case 4:
                return fmt::format("\"quoted\n{}goes on \\\n{}and on\"", margin, margin);
            default:
                return any(values);
        }
    }

    /// Top-level groups. A group only has children that come later in the list, so that there is no cycle.
    std::string make_file() {
        std::string text = "# made up\n";
        std::set<std::size_t> top;
        for (int i = 1 + below(4); i > 0; --i)
            top.insert(static_cast<std::size_t>(below(static_cast<int>(group_names.size()))));
        if (chance(2)) text += "all:\n" + make_group(group_names.size(), 2, 1);
        for (const std::size_t group : top) text += group_names[group] + ":\n" + make_group(group, 2, 3);
        return text;
    }

    std::string make_group(std::size_t group, int indent, int depth) {
        std::string parts[] = {make_section("vars", indent, make_group_vars(group, indent + 2)),
                               make_section("hosts", indent, make_hosts(indent + 2)),
                               make_section("children", indent, make_children(group, indent + 2, depth - 1))};
        std::shuffle(std::begin(parts), std::end(parts), random_);
        return parts[0] + parts[1] + parts[2];
    }

    std::string make_section(const std::string& name, int indent, const std::string& lines) {
        if (lines.empty() && chance(2)) return "";
        return fmt::format("{:{}}{}:{}\n{}", "", indent, name, lines.empty() ? any({"", " {}", " ~"}) : "",
                           lines);
    }

    std::string make_group_vars(std::size_t group, int indent) {
        std::string text = make_vars(indent, 3);
        if (group < group_names.size() && chance(3))
            text += fmt::format("{:{}}ansible_group_priority: {}\n", "", indent, below(5) - 1);
        return text;
    }

    std::string make_hosts(int indent) {
        std::string text;
        std::set<std::string> taken;
        for (int i = below(4); i > 0; --i) {
            const std::string& key = any(host_keys);
            if (!taken.insert(key).second) continue;
            const std::string vars = chance(2) ? make_vars(indent + 2, 3) : "";
            text += fmt::format("{:{}}{}:{}\n{}", "", indent, key, vars.empty() ? any({"", " {}", " ~"}) : "",
                                vars);
        }
        return text;
    }

    std::string make_children(std::size_t group, int indent, int depth) {
        std::string text;
        // Ansible takes hosts out of an `ungrouped` that is somebody's child.
        const std::size_t last = group_names.size() - 1;
        const std::size_t first = group > last ? 0 : group + 1;
        std::set<std::size_t> taken;
        for (int i = below(3); i > 0 && first < last; --i) {
            const std::size_t child = first + static_cast<std::size_t>(below(static_cast<int>(last - first)));
            if (!taken.insert(child).second) continue;
            const std::string below_it = depth > 0 ? make_group(child, indent + 2, depth) : "";
            text += fmt::format("{:{}}{}:\n{}", "", indent, group_names[child], below_it);
        }
        return text;
    }

    /// Of groups that exist in any case, so that an unknown name is not what is compared.
    std::string make_pattern() {
        static const Words words{"all", "ungrouped", "h*", "*", "~^[hr]", "r?", "*[13]*", "all,!h*"};
        std::string pattern = any(words);
        if (chance(3)) pattern += ",&" + any({"all", "*1", "~.*[0-9]$"});
        if (chance(3)) pattern += ",!" + any({"r*", "ungrouped", "~h[12]"});
        return pattern;
    }

    std::mt19937 random_;
    std::filesystem::path folder_;
};

}  // namespace

Question random_inventory(unsigned seed, const std::filesystem::path& folder) {
    return Maker(seed, folder).run();
}

}  // namespace clientpush
