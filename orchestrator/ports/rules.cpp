#include "ports/outlook.h"

namespace clientpush {
namespace {

constexpr std::string_view client_ports_page =
    "Microsoft, \"How to configure client communication ports in Configuration Manager\"";
constexpr std::string_view ports_page = "Microsoft, \"Ports used in Configuration Manager\"";
constexpr std::string_view schema_page =
    "Microsoft, \"Schema extensions for Configuration Manager\" (Active Directory)";
constexpr std::string_view site_resources_page =
    "Microsoft, \"Understand how clients find site resources and services\"";
constexpr std::string_view assignment_page = "Microsoft, \"How to assign clients to a site\"";
constexpr std::string_view our_own = "a rule of this program: what is not known is never counted as safe";

}  // namespace

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all{
        {"cloud-fixed-443",
         "The client talks to a cloud management gateway. That leg uses port 443 and cannot be set, so a "
         "change "
         "of the site's own ports should not touch it. Unconfirmed: whether an HTTPS port other than 443 on "
         "the "
         "client, or a custom port between the gateway's connection point and the management point, disturbs "
         "it. Try it with one client first.",
         ports_page},
        {"port-kept",
         "The port on which the client was last seen, for the protocol that it uses, is still the default "
         "port "
         "of its site after the change. Nothing changes for it.",
         client_ports_page},
        {"port-kept-as-alternative",
         "The port on which the client was last seen stays open only as the alternative. A client tries the "
         "alternative when the default fails, so it stays managed until the alternative is retired; then it "
         "is "
         "lost like any other. Unconfirmed: where a client keeps the alternative port, so that it cannot be "
         "read back.",
         client_ports_page},
        {"platform-cannot-read-ad",
         "Clients on Linux, UNIX and macOS do not use what a site publishes to Active Directory. A client "
         "whose "
         "port goes away has to be given the new one on the machine itself. Unconfirmed: whether the macOS "
         "client has a port setting at all.",
         schema_page},
        {"internet-only",
         "A client that is configured for the internet only never looks into Active Directory, so it does "
         "not "
         "learn a new port. It has to be installed again with the new ports.",
         client_ports_page},
        {"on-the-internet",
         "A client that is on the internet now cannot look into Active Directory, whatever it is joined to. "
         "Microsoft asks for the properties of ccmsetup to move such a client to other ports.",
         client_ports_page},
        {"workgroup-cannot-read-ad",
         "A workgroup computer has no Active Directory to read the site's ports from. The product's own "
         "client "
         "push does not serve workgroup computers either.",
         client_ports_page},
        {"forest-not-published",
         "The client is joined to a forest in which its site is not published, so the new port is not "
         "written "
         "where the client would read it.",
         client_ports_page},
        {"reads-ad",
         "The client is joined to a forest in which its site is published, and is on the intranet: it takes "
         "the "
         "new ports from there by itself. It looks for its site about once a day (every 25 hours), when its "
         "network changes and when its agent starts, so it may lag, and the replication of Active Directory "
         "comes on top. Unconfirmed: that the port itself is read again on that cycle. Look before the old "
         "port is closed.",
         site_resources_page},
        {"blocked-on-the-way",
         "The host itself tried its management point on the new port and got no answer in time. A firewall "
         "or "
         "another device in between does not let it through, so that new ports would cut it off.",
         client_ports_page},
        {"protocol-not-known",
         "It is not known whether the client uses HTTP or HTTPS, and the two would fare differently. Set "
         "protocol in the inventory.",
         our_own},
        {"seen-port-not-known",
         "No one has seen which port the client uses. If it is one that goes away, nothing would tell the "
         "client "
         "the new one. Set http_port or https_port in the inventory, or let a probe look.",
         our_own},
        {"platform-not-known",
         "It is not known whether the client runs Windows, and only a Windows client can learn the new port "
         "from "
         "Active Directory. Set platform in the inventory.",
         our_own},
        {"membership-not-known",
         "It is not known whether the client is joined to a domain, and a workgroup client would be lost. "
         "Set "
         "membership in the inventory.",
         our_own},
        {"forest-not-known",
         "The client is joined to a domain, but it is not known in which forest, and its site publishes only "
         "to "
         "some. Set forest in the inventory.",
         our_own},
        {"site-not-known",
         "The inventory does not describe a primary site that serves this client. Clients are assigned to "
         "primaries; a central administration site has none.",
         assignment_page},
    };
    return all;
}

}  // namespace clientpush
