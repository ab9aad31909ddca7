#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/names.h"
#include "ports/site.h"

namespace clientpush {

/// "HTTP", "HTTPS alternative", "client notification", "Wake-on-LAN", "website".
std::string service_words(std::string_view service);

/// "Site ABC: HTTP 80 -> 8080, HTTP alternative none -> 80", sites that change alike together.
std::vector<std::string> change_lines(const std::vector<SiteChange>& changes);

}  // namespace clientpush
