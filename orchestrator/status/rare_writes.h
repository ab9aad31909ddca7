#pragma once

#include <SQLiteCpp/Database.h>

#include "status/store.h"

namespace clientpush {

// What Store promises of its rare writes, inside the caller's transaction.

RunId insert_run(SQLite::Database& db, const Run& run, const std::vector<HostRun>& hosts);
std::int64_t claim(SQLite::Database& db, RunId id);
void update_run_state(SQLite::Database& db, RunId id, RunState state, const std::string& reason, Time now);
PortGeneration append_generation(SQLite::Database& db, const std::string& site, const SitePorts& ports,
                                 Website website, Time now);
void put_waiver(SQLite::Database& db, const Waiver& waiver);

}  // namespace clientpush
