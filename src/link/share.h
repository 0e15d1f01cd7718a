// A link as HTML or Markdown, to be pasted into other pages and texts. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "link/link.h"

namespace interleave {

// The same as a page of its own, and not inside another one.
Settings inFull(Settings settings);
LinkContent inFull(LinkContent content);

// The settings in a few words: "Interleave: deposit +50, withdrawal -150, no lock". Labels are not escaped. Of a program, the comment
// that it begins with.
std::string titleOf(const LinkContent& content);

// `page`: the address of the page, without a hash.
// An <iframe> that shows the settings, compact (embed=1), with the permission for real threads where the page around it
// allows them.
std::string iframeOf(std::string_view page, LinkContent content);

// A link in Markdown (CommonMark 0.31), its title escaped.
std::string markdownOf(std::string_view page, const LinkContent& content);

}  // namespace interleave
