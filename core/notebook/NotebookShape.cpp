// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookShape.h"

#include "notebook/CellIds.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr int kNewestMinor = 5;

// Checks the members of one object; the path before a member's name is for the error only.
class Checker {
public:
  Checker(Json& json, int cell, QString prefix = {}) : m_json(json), m_cell(cell), m_prefix(std::move(prefix)) {}

  Error bad(const char* key, const QString& expected) const {
    return badStructure(m_cell, m_prefix + QLatin1String(key), expected);
  }
  Status object(const char* key, bool required = true) const {
    const Json& member = at(m_json, key);
    if (member.is_object() || (!required && !m_json.contains(key))) return done();
    return bad(key, u"object"_s);
  }
  Status array(const char* key) const {
    if (at(m_json, key).is_array()) return done();
    return bad(key, u"array"_s);
  }
  Status string(const char* key) const {
    if (at(m_json, key).is_string()) return done();
    return bad(key, u"string"_s);
  }
  Status text(const char* key) const {
    const auto found = m_json.find(key);
    if (found != m_json.end() && joinLines(*found)) return done();
    return bad(key, u"string or array of strings"_s);
  }
  Status count(const char* key) const {
    const Json& member = at(m_json, key);
    if (member.is_null() || member.is_number_integer()) return done();
    return bad(key, u"integer or null"_s);
  }

private:
  Json& m_json;
  int m_cell;
  QString m_prefix;
};

Status checkError(Json& output, const Checker& check) {
  CC_CHECK(check.string("ename"));
  CC_CHECK(check.string("evalue"));
  CC_CHECK(check.array("traceback"));
  const Json& traceback = output["traceback"];
  if (std::all_of(traceback.begin(), traceback.end(), [](const Json& line) { return line.is_string(); })) return done();
  return check.bad("traceback", u"array of strings"_s);
}

Status checkOutput(Json& output, int cell, std::size_t index, int minor) {
  const QString name = u"outputs[%1]"_s.arg(index);
  if (!output.is_object()) return badStructure(cell, name, u"object"_s);
  const Checker check(output, cell, name + u'.');
  CC_CHECK(check.string("output_type"));
  const auto type = output["output_type"].get<std::string>();
  if (type == "stream") {
    CC_CHECK(check.string("name"));
    return check.text("text");
  }
  if (type == "display_data" || type == "execute_result") {
    CC_CHECK(check.object("data"));
    CC_CHECK(check.object("metadata", false));
    if (type == "execute_result") CC_CHECK(check.count("execution_count"));
    joinBundle(output["data"]);
    return done();
  }
  if (type == "error") return checkError(output, check);
  if (minor > kNewestMinor) return done();
  return check.bad("output_type", u"stream, display_data, execute_result or error"_s);
}

Status checkCode(Json& cell, int index, int minor) {
  const Checker check(cell, index);
  CC_CHECK(check.count("execution_count"));
  CC_CHECK(check.array("outputs"));
  auto& outputs = cell["outputs"].get_ref<Json::array_t&>();
  for (std::size_t i = 0; i < outputs.size(); ++i) CC_CHECK(checkOutput(outputs[i], index, i, minor));
  return done();
}

Status checkCell(Json& cell, int index, int minor) {
  if (!cell.is_object()) return badStructure(index, {}, u"object"_s);
  const Checker check(cell, index);
  CC_CHECK(check.string("cell_type"));
  const auto type = cell["cell_type"].get<std::string>();
  if (type != "code" && type != "markdown" && type != "raw") {
    return check.bad("cell_type", u"code, markdown or raw"_s);
  }
  CC_CHECK(check.object("metadata"));
  cell["metadata"].erase("trusted");
  CC_CHECK(check.text("source"));
  CC_CHECK(check.object("attachments", false));
  if (const auto attachments = cell.find("attachments"); attachments != cell.end()) {
    for (auto& [name, bundle] : attachments->items()) {
      if (!bundle.is_object()) return badStructure(index, u"attachments."_s + fromStd(name), u"object"_s);
      joinBundle(bundle);
    }
  }
  return type == "code" ? checkCode(cell, index, minor) : done();
}

// A duplicate keeps the id where it stands first, as nbformat does.
void completeIds(Json& cells, ReadNotes& notes) {
  CellIdSet used;
  CellIdSet seen;
  for (const Json& cell : cells) {
    if (isCellId(at(cell, "id"))) used.insert(cell["id"].get_ref<const std::string&>());
  }
  for (Json& cell : cells) {
    const bool had = cell.contains("id");
    if (had && isCellId(cell["id"]) && seen.insert(cell["id"].get_ref<const std::string&>()).second) continue;
    ++(had ? notes.idsReplaced : notes.idsAdded);
    std::string id = newCellId(used);
    used.insert(id);
    seen.insert(id);
    cell["id"] = std::move(id);
  }
}

QString versionText(const Json& version) {
  if (version.is_null()) return u"none"_s;
  return QString::fromUtf8(dumpJson(version)).left(40);
}

}  // namespace

Error badStructure(int cell, const QString& member, const QString& expected) {
  QMap<QString, QString> params = {{u"member"_s, member}, {u"expected"_s, expected}};
  if (cell >= 0) params.insert(u"cell"_s, QString::number(cell));
  return Error{.code = ErrorCode::NotebookBadStructure, .params = params};
}

bool isJsonMime(const std::string& mime) {
  return mime == "application/json" || (mime.starts_with("application/") && mime.ends_with("+json"));
}

bool joinLines(Json& text) {
  if (text.is_string()) return true;
  if (!text.is_array()) return false;
  std::size_t size = 0;
  for (const Json& line : text) {
    if (!line.is_string()) return false;
    size += line.get_ref<const std::string&>().size();
  }
  std::string joined;
  joined.reserve(size);
  for (const Json& line : text) joined += line.get_ref<const std::string&>();
  text = std::move(joined);
  return true;
}

void joinBundle(Json& bundle) {
  for (auto& [mime, value] : bundle.items()) {
    if (value.is_array() && !isJsonMime(mime)) joinLines(value);
  }
}

Status checkVersion(const Json& document) {
  if (!document.is_object()) return badStructure(-1, {}, u"object"_s);
  const Json& major = at(document, "nbformat");
  const bool known = major.is_number_integer() && (major == 3 || major == 4);
  if (!known) {
    return Error{.code = ErrorCode::NotebookBadVersion, .params = {{u"version"_s, versionText(major)}}};
  }
  const Json& minor = at(document, "nbformat_minor");
  const bool absent = minor.is_null() && major == 3;
  if (absent || (minor.is_number_integer() && minor >= 0 && minor < 1'000)) return done();
  return badStructure(-1, u"nbformat_minor"_s, u"integer"_s);
}

Status normalise(Json& document, ReadNotes& notes) {
  const Checker check(document, -1);
  CC_CHECK(check.object("metadata"));
  CC_CHECK(check.array("cells"));
  Json& metadata = document["metadata"];
  for (const char* transient : {"orig_nbformat", "orig_nbformat_minor", "signature"}) metadata.erase(transient);
  const int minor = int(intAt(document, "nbformat_minor"));
  auto& cells = document["cells"].get_ref<Json::array_t&>();
  for (std::size_t i = 0; i < cells.size(); ++i) CC_CHECK(checkCell(cells[i], int(i), minor));
  if (minor >= 5) completeIds(document["cells"], notes);
  return done();
}

}  // namespace cc::notebook
