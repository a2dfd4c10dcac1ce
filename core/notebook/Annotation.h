// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notebook/Parameters.h"

#include <QString>
#include <optional>
#include <vector>

namespace cc::notebook {

// What a Python annotation says about a parameter, as far as it is one of the usual forms: int, float, str, bool, list,
// dict and their typing names, Optional[...], "... | None", Union[..., None], Literal[...], Annotated[..., ...].
struct Annotation {
  std::optional<ParameterType> type;
  bool optional = false;
  std::vector<Json> choices;

  static Annotation read(QStringView text);
};

}  // namespace cc::notebook
