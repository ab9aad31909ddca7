#pragma once

#include <ostream>

#include "ports/plan.h"

namespace clientpush {

/// A bar per site, the one that loses most first, divided by outlook; the numbers stand below each as text.
void write_site_chart(std::ostream& out, const Plan& plan);

/// The outlooks, the worst first.
inline constexpr Outlook worst_first[] = {Outlook::unmanaged,  Outlook::unknown, Outlook::alternative_only,
                                          Outlook::self_heals, Outlook::managed, Outlook::cloud};

}  // namespace clientpush
