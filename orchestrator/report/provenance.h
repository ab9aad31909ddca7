#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <ostream>
#include <string>

#include "report/facts.h"
#include "report/plan_report.h"

namespace clientpush {

/// How many verdicts rest on facts of which source and age.
class Provenance {
public:
    explicit Provenance(const PlanBasis& basis) : basis_(basis) {}

    /// Counts the facts of one verdict.
    void add(const PlannedClient& client, const std::vector<UsedFact>& used);

    void write(std::ostream& out) const;

private:
    enum Age { day, week, month, older, undated, ages };

    Age age_of(const PortsSeen& seen) const;
    void write_ports(std::ostream& out) const;
    void write_facts(std::ostream& out) const;
    void write_files(std::ostream& out) const;

    PlanBasis basis_;
    std::map<PortsSeen::Source, std::array<std::size_t, ages>> ports_;
    std::size_t never_seen_ = 0;
    std::map<Fact, std::map<UsedFact::Source, std::size_t>> facts_;
    std::map<std::string, std::size_t> files_;
};

}  // namespace clientpush
