#include "inventory/site_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "inventory/values.h"

namespace clientpush {
namespace {

bool is_text(const yaml::Node& node) {
    return node.kind == yaml::Node::Kind::scalar && !node.text.empty();
}

const char* const port_cure = "write a number from 1 to 65535";

}  // namespace

Site SiteReader::read(const Entry& entry) {
    Site site;
    site.code = code_ = entry.key;
    places_[""] = document_.at(entry);
    if (!is_mapping(entry.value, fmt::format("site {}", code_),
                    "write \"kind: primary\" and its ports under it")) {
        return site;
    }
    for (const Entry& field : entry.value.entries) read_field(site, field);
    if (site.kind == SiteKind::secondary && places_.contains("ports") && !failed_) {
        refuse(places_["ports"],
               fmt::format("{} is a secondary: it inherits its ports and cannot have its own", code_),
               "remove them; set those of its primary");
        site.ports = {};
    }
    return site;
}

void SiteReader::read_field(Site& site, const Entry& entry) {
    places_[entry.key] = document_.at(entry);
    if (entry.key == "kind") {
        read_kind(site, entry);
    } else if (entry.key == "parent") {
        site.parent = read_text(entry);
    } else if (entry.key == "ports") {
        read_ports(site, entry);
    } else if (entry.key == "website") {
        read_website(site, entry);
    } else if (entry.key == "management_points") {
        site.management_points = read_names(entry, "write a list of names: [mp1.corp.example]");
    } else if (entry.key == "publishes_to") {
        for (std::string& forest : read_names(entry, "write a list of forests: [corp.example]")) {
            site.publishes_to.push_back(lower_case(std::move(forest)));
        }
    } else {
        unknown_key(entry, fmt::format("site {}", code_),
                    {"kind", "parent", "ports", "website", "management_points", "publishes_to"});
    }
}

void SiteReader::read_kind(Site& site, const Entry& entry) {
    const std::string kind = read_text(entry);
    if (kind == "primary") {
        site.kind = SiteKind::primary;
    } else if (kind == "secondary") {
        site.kind = SiteKind::secondary;
    } else if (kind == "cas") {
        site.kind = SiteKind::cas;
    } else if (!kind.empty()) {
        refuse(document_.at(entry.value), fmt::format("unknown kind of site \"{}\"", kind),
               use_one_of(kind, {"primary", "secondary", "cas"}));
    }
}

void SiteReader::read_website(Site& site, const Entry& entry) {
    const std::string website = read_text(entry);
    if (website == "default") {
        site.website = Website::standard;
    } else if (website == "SMSWEB") {
        site.website = Website::smsweb;
    } else if (!website.empty()) {
        refuse(document_.at(entry.value), fmt::format("unknown website \"{}\"", website),
               use_one_of(website, {"default", "SMSWEB"}));
    }
}

void SiteReader::read_ports(Site& site, const Entry& entry) {
    if (!is_mapping(entry.value, fmt::format("ports of {}", code_), "write \"http: {default: 80}\" under it"))
        return;
    for (const Entry& service : entry.value.entries) {
        places_["ports." + service.key] = document_.at(service);
        if (service.key == "http") {
            read_service(site.ports.http, "ports.http", service);
        } else if (service.key == "https") {
            read_service(site.ports.https, "ports.https", service);
        } else if (service.key == "notification") {
            read_port(site.ports.notification, service);
        } else if (service.key == "wake_on_lan") {
            read_port(site.ports.wake_on_lan, service);
        } else {
            unknown_key(service, fmt::format("the ports of {}", code_),
                        {"http", "https", "notification", "wake_on_lan"});
        }
    }
}

void SiteReader::read_service(ServicePorts& service, const std::string& field, const Entry& entry) {
    if (!is_mapping(entry.value, entry.key,
                    fmt::format("write \"{}: {{default: {}}}\"", entry.key, service.standard))) {
        return;
    }
    bool has_unknown = false;
    for (const Entry& each : entry.value.entries) {
        places_[field + "." + each.key] = document_.at(each);
        if (each.key == "default") {
            read_port(service.standard, each);
        } else if (each.key == "alternative") {
            read_port(service.alternative.emplace(), each);
        } else {
            unknown_key(each, fmt::format("{} of {}", entry.key, code_), {"default", "alternative"});
            has_unknown = true;
        }
    }
    if (entry.value.find("default") == nullptr && !has_unknown) {
        refuse(document_.at(entry), fmt::format("{} of {} has no default", entry.key, code_),
               fmt::format("write \"{}: {{default: {}}}\"", entry.key, service.standard));
    }
}

void SiteReader::read_port(Port& port, const Entry& entry) {
    if (!is_text(entry.value)) {
        refuse(document_.at(entry),
               fmt::format("\"{}\" must be a port, not {}", entry.key, kind_of(entry.value)), port_cure);
    } else if (check_port(entry.value.text)) {
        refuse(document_.at(entry.value), fmt::format("\"{}\" is no port", entry.value.text), port_cure);
    } else {
        port = *parse_port(entry.value.text);
    }
}

std::vector<std::string> SiteReader::read_names(const Entry& entry, const std::string& cure) {
    std::vector<std::string> names;
    if (entry.value.kind != yaml::Node::Kind::sequence) {
        refuse(document_.at(entry),
               fmt::format("\"{}\" must be a list, not {}", entry.key, kind_of(entry.value)), cure);
        return names;
    }
    for (const yaml::Node& item : entry.value.items) {
        if (!is_text(item) || check_address(item.text)) {
            refuse(document_.at(item), fmt::format("\"{}\" holds something that is no name", entry.key),
                   cure);
        } else {
            names.push_back(item.text);
        }
    }
    return names;
}

std::string SiteReader::read_text(const Entry& entry) {
    if (is_text(entry.value)) return entry.value.text;
    refuse(document_.at(entry),
           fmt::format("\"{}\" must be a single value, not {}", entry.key, kind_of(entry.value)),
           "write one word");
    return {};
}

bool SiteReader::is_mapping(const yaml::Node& node, const std::string& what, const std::string& cure) {
    if (node.kind == yaml::Node::Kind::mapping) return true;
    refuse(document_.at(node), fmt::format("{} must be a mapping, not {}", what, kind_of(node)), cure);
    return false;
}

void SiteReader::unknown_key(const Entry& entry, const std::string& where,
                             const std::vector<std::string>& known) {
    refuse(document_.at(entry), fmt::format("unknown key \"{}\" in {}", entry.key, where),
           use_one_of(entry.key, known));
}

void SiteReader::refuse(const Position& at, std::string what, std::string cure) {
    failed_ = true;
    findings_.error(at, std::move(what), std::move(cure));
}

}  // namespace clientpush
