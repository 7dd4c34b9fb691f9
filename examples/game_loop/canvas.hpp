// The window: pictures, text and plain boxes, drawn with SDL.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_CANVAS_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_CANVAS_HPP

#include "game_loop/painting.hpp"

#include <SDL.h>
#include <SDL_ttf.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>

namespace keyturn::example::game_loop {

// There is no window, no font, or no file for the picture; what() says what to do about it.
struct CanvasError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* what) const {
    destroy(what);
  }
};

struct Picture {
  std::unique_ptr<SDL_Texture, Destroy<SDL_DestroyTexture>> texture;
  int width = 0, height = 0;
};

struct Style {
  int size = 15;
  bool bold = false;
  Colour colour{232, 235, 247};
  enum class Align { left, middle, right } align = Align::left;
};

// For one thread. Coordinates are those of a window of 1280 by 720, whatever its size on the screen.
class Canvas {
 public:
  static constexpr int width = 1280, height = 720;

  // Throws CanvasError.
  explicit Canvas(const char* title);

  Picture picture(const Painting& painting);

  void clear();
  void draw(const Picture& picture, Point at, float alpha = 1);  // the upper left corner
  // The left part of it alone, such as of a bar.
  void draw_part(const Picture& picture, Point at, float share);
  void draw_turned(const Picture& picture, Point middle, double degrees, float scale = 1, float alpha = 1);
  void fill(Box box, Colour colour);
  // The middle of the line of text is at that height. Returns how wide it is.
  float text(std::string_view text, Point at, const Style& style);
  float text_width(std::string_view text, const Style& style);
  void present();

  // The window as it is before present(), as a PNG. Throws CanvasError.
  void save(const std::string& file);

 private:
  using Key = std::tuple<std::string, int, bool, std::uint32_t>;

  struct Libraries {  // SDL's, from before the window to after it
    Libraries();
    ~Libraries();
    Libraries(const Libraries&) = delete;
    Libraries& operator=(const Libraries&) = delete;
  };

  TTF_Font* font(int size, bool bold);
  const Picture& line_of(std::string_view text, const Style& style);

  Libraries libraries_;
  std::unique_ptr<SDL_Window, Destroy<SDL_DestroyWindow>> window_;
  std::unique_ptr<SDL_Renderer, Destroy<SDL_DestroyRenderer>> renderer_;
  std::map<std::pair<int, bool>, std::unique_ptr<TTF_Font, Destroy<TTF_CloseFont>>> fonts_;
  std::map<Key, Picture> lines_;
};

}  // namespace keyturn::example::game_loop

#endif
