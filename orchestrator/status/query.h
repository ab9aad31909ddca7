#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/time.h"
#include "status/history.h"
#include "status/words.h"

namespace clientpush {

/// One prepared statement that knows our types: times are milliseconds, enumerations are their words, what is
/// absent is NULL. Values bind and come back in order:
///     Query query(db, "SELECT state, since FROM host_run WHERE host = ?");
///     query.with(host);
///     while (query.next()) query.row(state, since);
class Query {
public:
    Query(const SQLite::Database& db, const char* sql) : statement_(db, sql) {}

    template <typename... Values>
    Query& with(const Values&... values) {
        statement_.tryReset();
        int index = 0;
        (put(++index, values), ...);
        return *this;
    }

    bool next() { return statement_.executeStep(); }

    /// Runs a statement that returns no rows; says how many it changed.
    int run() {
        const int changed = statement_.exec();
        statement_.tryReset();
        return changed;
    }

    template <typename... Values>
    void row(Values&... values) const {
        int index = 0;
        (get(index++, values), ...);
    }

    /// Lets go of the database; a statement that was walked to its end need not.
    void rest() { statement_.tryReset(); }

private:
    void put(int index, std::integral auto value) {
        statement_.bind(index, static_cast<std::int64_t>(value));
    }
    void put(int index, const std::string& value) { statement_.bind(index, value); }
    void put(int index, Time value) {
        statement_.bind(index, std::int64_t{value.time_since_epoch().count()});
    }
    void put(int index, const Digest& value) {
        statement_.bind(index, value.data(), static_cast<int>(value.size()));
    }

    template <typename Enum>
    requires std::is_enum_v<Enum>
    void put(int index, Enum value) { statement_.bind(index, std::string(to_word(value))); }

    template <typename T>
    void put(int index, const std::optional<T>& value) {
        if (value) {
            put(index, *value);
        } else {
            statement_.bind(index);
        }
    }

    void get(int index, std::integral auto& out) const {
        out = static_cast<std::remove_reference_t<decltype(out)>>(statement_.getColumn(index).getInt64());
    }
    void get(int index, std::string& out) const { out = statement_.getColumn(index).getString(); }
    void get(int index, Time& out) const { out = Time(Duration(statement_.getColumn(index).getInt64())); }
    void get(int index, Digest& out) const;

    template <typename Enum>
    requires std::is_enum_v<Enum>
    void get(int index, Enum& out) const {
        const std::string text = statement_.getColumn(index).getString();
        if (!parse_word(text, out)) refuse_word(text);
    }

    template <typename T>
    void get(int index, std::optional<T>& out) const {
        if (statement_.isColumnNull(index)) {
            out.reset();
        } else {
            get(index, out.emplace());
        }
    }

    [[noreturn]] static void refuse_word(const std::string& text);

    SQLite::Statement statement_;
};

}  // namespace clientpush
