#include "report/page_rules.h"

#include "base/names.h"
#include "ports/outlook.h"
#include "report/page.h"

namespace clientpush {

void write_rule_section(std::ostream& out, const std::map<std::string, std::size_t>& verdicts_by_rule) {
    begin_section(out, "rules", "Why: the rules that decided");
    write_advice(
        out,
        "Rules are tried in a fixed order and the first that matches decides. `clientpush plan --explain "
        "HOST` shows how they were applied to one client.");
    for (const Rule& rule : rules()) {
        const auto found = verdicts_by_rule.find(std::string(rule.id));
        if (found == verdicts_by_rule.end()) continue;
        out << "<article class=\"rule\" id=\"rule-" << rule.id << "\">\n<h3>" << rule.id << " <span>"
            << page_text(grouped(found->second) + (found->second == 1 ? " client" : " clients"))
            << "</span></h3>\n<p>" << page_text(rule.explanation) << "</p>\n<p class=\"source\">"
            << page_text(rule.source) << "</p>\n</article>\n";
    }
    end_section(out);
}

}  // namespace clientpush
