#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inventory/findings.h"
#include "ports/site.h"

namespace clientpush {

/// Reads one site, and where each of its fields stands ("ports.http.alternative").
class SiteReader {
public:
    SiteReader(const yaml::Document& document, Findings& findings)
        : document_(document), findings_(findings) {}

    Site read(const yaml::Node::Entry& entry);

    const std::map<std::string, Position>& places() const { return places_; }
    bool failed() const { return failed_; }

private:
    using Entry = yaml::Node::Entry;

    void read_field(Site& site, const Entry& entry);
    void read_kind(Site& site, const Entry& entry);
    void read_website(Site& site, const Entry& entry);
    void read_ports(Site& site, const Entry& entry);
    void read_service(ServicePorts& service, const std::string& field, const Entry& entry);
    void read_port(Port& port, const Entry& entry);
    std::vector<std::string> read_names(const Entry& entry, const std::string& cure);
    std::string read_text(const Entry& entry);
    bool is_mapping(const yaml::Node& node, const std::string& what, const std::string& cure);
    void unknown_key(const Entry& entry, const std::string& where, const std::vector<std::string>& known);
    void refuse(const Position& at, std::string what, std::string cure);

    const yaml::Document& document_;
    Findings& findings_;
    std::map<std::string, Position> places_;
    std::string code_;
    bool failed_ = false;
};

}  // namespace clientpush
