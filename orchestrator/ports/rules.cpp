#include "ports/outlook.h"

namespace clientpush {
namespace {

constexpr std::string_view client_ports_page =
    "Microsoft documentation: How to configure client communication ports in Configuration Manager";
constexpr std::string_view cloud_page =
    "Microsoft documentation: Ports used in Configuration Manager; Plan for the cloud management gateway";
constexpr std::string_view schema_page =
    "Microsoft documentation: Schema extensions for Configuration Manager; "
    "How to deploy clients to UNIX and Linux servers";
constexpr std::string_view internet_page =
    "Microsoft documentation: How to configure client communication ports in Configuration Manager; "
    "Plan for managing internet-based clients";
constexpr std::string_view workgroup_page =
    "Microsoft documentation: How to configure client communication ports in Configuration Manager; "
    "Client installation methods";
constexpr std::string_view published_page =
    "Microsoft documentation: How to configure client communication ports in Configuration Manager; "
    "Publish site data for Configuration Manager";
constexpr std::string_view site_resources_page =
    "Microsoft documentation: Understand how clients find site resources and services";
constexpr std::string_view assignment_page = "Microsoft documentation: How to assign clients to a site";
constexpr std::string_view our_own = "a rule of this program: what is not known is never counted as safe";

// A paragraph each: what holds, why it matters, and what to do.

constexpr std::string_view cloud_fixed_443 =
    "The client talks to a cloud management gateway. That leg uses port 443 and cannot be set, so a change "
    "of the site's own ports should not touch it. Unconfirmed: whether an HTTPS port other than 443 on the "
    "client, or a custom port between the gateway's connection point and the management point, disturbs it. "
    "Try it with one client first.";

constexpr std::string_view port_kept =
    "The port on which the client was last seen, for the protocol that it uses, is still the default port of "
    "its site after the change. Nothing changes for it, and nothing is to be done.";

constexpr std::string_view port_kept_as_alternative =
    "The port on which the client was last seen stays open only as the alternative. A client tries the "
    "alternative when the default fails, so it stays managed until the alternative is retired; then it is "
    "lost like any other. Move it before that day: cutover lists who still needs it. Unconfirmed: where a "
    "client keeps the alternative port, so that it cannot be read back.";

constexpr std::string_view platform_cannot_read_ad =
    "Clients on Linux, UNIX and macOS do not use what a site publishes to Active Directory. A client whose "
    "port goes away has to be given the new one on the machine itself; on Linux and UNIX that means an "
    "installation with the new ports. Unconfirmed: whether the macOS client has a port setting at all.";

constexpr std::string_view internet_only =
    "A client that is configured for the internet only never looks into Active Directory, so it does not "
    "learn a new port. It has to be installed again with the new ports. Firewalls and routers on the way may "
    "let only 443 through.";

constexpr std::string_view on_the_internet_now =
    "A client that is on the internet now cannot look into Active Directory, whatever it is joined to. "
    "Microsoft asks for the properties of ccmsetup (CCMHTTPPORT and CCMHTTPSPORT) to move such a client to "
    "other ports, so it is never merely switched.";

constexpr std::string_view workgroup_cannot_read_ad =
    "A workgroup computer has no Active Directory to read the site's ports from. The product's own client "
    "push does not serve workgroup computers either, so the new ports have to be pushed by other means, or "
    "set on the machine.";

constexpr std::string_view forest_not_published =
    "The client is joined to a forest in which its site is not published, so the new port is not written "
    "where the client would read it. Publish the site there, or push the new ports to the client.";

constexpr std::string_view reads_ad =
    "The client is joined to a forest in which its site is published, and is on the intranet: it takes the "
    "new ports from there by itself. It looks for its site about once a day (every 25 hours), when its "
    "network changes and when its agent starts, so it may lag, and the replication of Active Directory comes "
    "on top. Unconfirmed: that the port itself is read again on that cycle. Look before the old port is "
    "closed.";

constexpr std::string_view blocked_on_the_way =
    "The host itself tried its management point on the new port and got no answer in time. A firewall or "
    "another device in between does not let it through, so that new ports would cut it off. Open the way "
    "first, and let it try again.";

constexpr std::string_view protocol_not_known =
    "It is not known whether the client uses HTTP or HTTPS, and the two would fare differently. Set protocol "
    "in the inventory.";

constexpr std::string_view seen_port_not_known =
    "No one has seen which port the client uses. If it is one that goes away, nothing would tell the client "
    "the new one. Set http_port or https_port in the inventory, or let a probe look.";

constexpr std::string_view platform_not_known =
    "It is not known whether the client runs Windows, and only a Windows client can learn the new port from "
    "Active Directory. Set platform in the inventory.";

constexpr std::string_view membership_not_known =
    "It is not known whether the client is joined to a domain, and a workgroup client would be lost. Set "
    "membership in the inventory.";

constexpr std::string_view forest_not_known =
    "The client is joined to a domain, but it is not known in which forest, and its site publishes only to "
    "some. Set forest in the inventory.";

constexpr std::string_view site_not_known =
    "The inventory does not describe a primary site that serves this client. Clients are assigned to "
    "primaries; a central administration site has none. Set site in the inventory, or describe that site.";

}  // namespace

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all{
        {"cloud-fixed-443", cloud_fixed_443, cloud_page},
        {"port-kept", port_kept, client_ports_page},
        {"port-kept-as-alternative", port_kept_as_alternative, client_ports_page},
        {"platform-cannot-read-ad", platform_cannot_read_ad, schema_page},
        {"internet-only", internet_only, internet_page},
        {"on-the-internet", on_the_internet_now, client_ports_page},
        {"workgroup-cannot-read-ad", workgroup_cannot_read_ad, workgroup_page},
        {"forest-not-published", forest_not_published, published_page},
        {"reads-ad", reads_ad, site_resources_page},
        {"blocked-on-the-way", blocked_on_the_way, client_ports_page},
        {"protocol-not-known", protocol_not_known, our_own},
        {"seen-port-not-known", seen_port_not_known, our_own},
        {"platform-not-known", platform_not_known, our_own},
        {"membership-not-known", membership_not_known, our_own},
        {"forest-not-known", forest_not_known, our_own},
        {"site-not-known", site_not_known, assignment_page},
    };
    return all;
}

}  // namespace clientpush
