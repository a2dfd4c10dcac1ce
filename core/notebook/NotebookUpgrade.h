// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

namespace cc::notebook {

// Turns an nbformat 3 document into 4.5 without ids, as nbformat/v4/convert.py does: worksheets are flattened, headings
// become markdown, input/prompt_number/pyout/pyerr and the short mime names get their new names.
// Error: NotebookBadStructure, with the member as it is called in the old format.
Status upgradeFrom3(Json& document);

}  // namespace cc::notebook
