#include "status/words.h"

namespace clientpush {

std::string_view to_word(Website website) {
    return website == Website::smsweb ? "SMSWEB" : "default";
}

bool parse_word(std::string_view text, Website& out) {
    if (text != "SMSWEB" && text != "default") return false;
    out = text == "SMSWEB" ? Website::smsweb : Website::standard;
    return true;
}

std::string_view to_word(PortsSeen::Source source) {
    switch (source) {
        case PortsSeen::Source::inventory:
            return "inventory";
        case PortsSeen::Source::store:
            return "store";
        case PortsSeen::Source::probe:
            break;
    }
    return "probe";
}

bool parse_word(std::string_view text, PortsSeen::Source& out) {
    for (const auto source :
         {PortsSeen::Source::inventory, PortsSeen::Source::store, PortsSeen::Source::probe}) {
        if (text != to_word(source)) continue;
        out = source;
        return true;
    }
    return false;
}

}  // namespace clientpush
