#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ports/site.h"

namespace clientpush {

/// "1 client", "2 clients".
std::string counted(std::size_t count, std::string_view noun);

/// "HTTP", "HTTPS alternative", "client notification", "Wake-on-LAN", "website".
std::string service_words(std::string_view service);

/// "Site ABC: HTTP 80 -> 8080, HTTP alternative none -> 80", sites that change alike together.
std::vector<std::string> change_lines(const std::vector<SiteChange>& changes);

}  // namespace clientpush
