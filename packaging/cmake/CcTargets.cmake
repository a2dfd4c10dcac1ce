# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of the project is made: one flags target, one function per kind.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CC_CCACHE ccache)
if(CC_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=1 ${CC_CCACHE})
endif()

# Warnings, Qt strictness and sanitizers: linked by every target, first in its list.
add_library(cc_flags INTERFACE)
target_compile_definitions(cc_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_CONTEXTLESS_CONNECT QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_NO_FOREACH QT_NO_KEYWORDS)
if(MSVC)
  target_compile_options(cc_flags INTERFACE /W4 /permissive- /utf-8)
else()
  target_compile_options(cc_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wno-missing-field-initializers)
  if(CC_WERROR)
    target_compile_options(cc_flags INTERFACE -Werror)
  endif()
  if(CC_SANITIZE STREQUAL "address")
    target_compile_options(cc_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
      -fno-sanitize-recover=undefined)
    target_link_options(cc_flags INTERFACE -fsanitize=address,undefined)
  elseif(CC_SANITIZE STREQUAL "thread")
    target_compile_options(cc_flags INTERFACE -fsanitize=thread)
    target_link_options(cc_flags INTERFACE -fsanitize=thread)
  elseif(CC_SANITIZE)
    message(FATAL_ERROR "CC_SANITIZE is address, thread or empty, not '${CC_SANITIZE}'")
  endif()
  if(CC_COVERAGE)
    target_compile_options(cc_flags INTERFACE --coverage -O0 -fprofile-abs-path)
    target_link_options(cc_flags INTERFACE --coverage)
  endif()
endif()

# One precompiled header for all: about a third of each file's compile time. A build without it proves that every source
# includes what it uses.
if(CC_PCH)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "// Carries the precompiled header.\n")
  add_library(cc_pch STATIC ${CMAKE_BINARY_DIR}/precompiled.cpp)
  set_target_properties(cc_pch PROPERTIES AUTOMOC OFF)
  target_link_libraries(cc_pch PRIVATE cc_flags Qt6::Core nlohmann_json::nlohmann_json)
  target_precompile_headers(cc_pch PRIVATE ${CMAKE_SOURCE_DIR}/packaging/cmake/Precompiled.h)
  # No two precompiled files are equal. What one is made of is, so that ccache serves every build folder from one.
  file(SHA256 ${CMAKE_SOURCE_DIR}/packaging/cmake/Precompiled.h cc_pch_header)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/CMakeFiles/cc_pch.dir/cmake_pch.hxx.gch.sum CONTENT
       "${cc_pch_header} ${CMAKE_CXX_COMPILER_VERSION} ${Qt6_VERSION} ${nlohmann_json_VERSION} ${CMAKE_BUILD_TYPE} ${CC_SANITIZE} ${CC_COVERAGE}\n")
endif()
function(cc_precompiled target)
  if(CC_PCH)
    target_precompile_headers(${target} REUSE_FROM cc_pch)
  endif()
endfunction()

# cc_room(cc_notebook FOLDER notebook LINKS cc_base ...): the static library of one room of core/ or ui/.
# Headers are included as "notebook/Notebook.h": the parent folder is the include directory.
function(cc_room target)
  cmake_parse_arguments(ARG "" "" "LINKS;PRIVATE_LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  add_library(${target} STATIC ${sources})
  get_filename_component(parent ${CMAKE_CURRENT_SOURCE_DIR} DIRECTORY)
  target_include_directories(${target} PUBLIC ${parent})
  target_link_libraries(${target} PUBLIC cc_flags ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
  cc_precompiled(${target})
endfunction()

# cc_tests(unit notebook LINKS cc_notebook): tests/unit/notebook/*.cpp as one program, each GoogleTest
# suite::case known to ctest as unit.notebook.Suite.Case with the label "unit".
function(cc_tests layer room)
  cmake_parse_arguments(ARG "" "TIMEOUT" "LINKS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${layer}/${room}/*.cpp
       ${CMAKE_CURRENT_SOURCE_DIR}/${layer}/${room}/*.h)
  if(NOT sources)
    return()
  endif()
  set(target ${layer}_${room}_tests)
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE cc_flags cc_testsupport ${ARG_LINKS} GTest::gtest GTest::gmock)
  target_compile_definitions(${target} PRIVATE CC_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures"
    CC_SOURCE_DIR="${CMAKE_SOURCE_DIR}" CC_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  cc_precompiled(${target})
  include(GoogleTest)
  gtest_discover_tests(${target} TEST_PREFIX ${layer}.${room}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${layer} TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "QT_QPA_PLATFORM=offscreen;${ARG_ENVIRONMENT}")
endfunction()
