// A QR code as text, for a phone's camera to read off a terminal.
#ifndef KEYTURN_EXAMPLES_SIGN_IN_QR_CODE_HPP
#define KEYTURN_EXAMPLES_SIGN_IN_QR_CODE_HPP

#include <string>

namespace keyturn::example::sign_in {

// Two rows of modules a line, with the quiet zone around them. In colours black stands on white whatever the terminal
// looks like; without them a dark module is a block, as on paper. Empty if the text is too long.
std::string qr_code(const std::string& text, bool colours);

}  // namespace keyturn::example::sign_in

#endif
