#include "game_loop/canvas.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <vector>

namespace keyturn::example::game_loop {
namespace {

// Where systems keep the font; on Debian it is in the package fonts-dejavu-core.
constexpr std::array font_folders{"/usr/share/fonts/truetype/dejavu/", "/usr/share/fonts/dejavu-sans-fonts/",
                                  "/usr/share/fonts/TTF/", "/usr/local/share/fonts/dejavu/"};

// Texts that change all the time must not fill the memory.
constexpr std::size_t most_lines = 400;

CanvasError error(const char* what, const char* why) { return CanvasError{std::string{what} + ": " + why}; }

std::uint8_t alpha_of(float share) { return static_cast<std::uint8_t>(share * 255); }

}  // namespace

Canvas::Libraries::Libraries() {
  if (SDL_Init(SDL_INIT_VIDEO) != 0) throw error("there is no screen to open a window on", SDL_GetError());
  if (TTF_Init() != 0) throw error("text cannot be drawn", TTF_GetError());
}

Canvas::Libraries::~Libraries() {
  TTF_Quit();
  SDL_Quit();
}

Canvas::Canvas(const char* title) {
  SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "1");
  window_.reset(SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                                 SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI));
  if (!window_) throw error("no window", SDL_GetError());
  renderer_.reset(SDL_CreateRenderer(window_.get(), -1, 0));
  if (!renderer_) throw error("nothing can be drawn", SDL_GetError());
  SDL_RenderSetLogicalSize(renderer_.get(), width, height);
  SDL_SetRenderDrawBlendMode(renderer_.get(), SDL_BLENDMODE_BLEND);
}

Picture Canvas::picture(const Painting& painting) {
  Picture picture{nullptr, painting.width(), painting.height()};
  picture.texture.reset(SDL_CreateTexture(renderer_.get(), SDL_PIXELFORMAT_RGBA32, SDL_TEXTUREACCESS_STATIC,
                                          picture.width, picture.height));
  if (!picture.texture) throw error("no memory for a picture", SDL_GetError());
  SDL_UpdateTexture(picture.texture.get(), nullptr, painting.pixels().data(),
                    picture.width * static_cast<int>(sizeof(Colour)));
  const bool opaque = std::all_of(painting.pixels().begin(), painting.pixels().end(),
                                  [](const Colour& colour) { return colour.alpha == 255; });
  SDL_SetTextureBlendMode(picture.texture.get(), opaque ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
  return picture;
}

void Canvas::clear() {
  SDL_SetRenderDrawColor(renderer_.get(), 0, 0, 0, 255);
  SDL_RenderClear(renderer_.get());
}

void Canvas::draw(const Picture& picture, Point at, float alpha) {
  SDL_SetTextureAlphaMod(picture.texture.get(), alpha_of(alpha));
  const SDL_FRect where{at.x, at.y, static_cast<float>(picture.width), static_cast<float>(picture.height)};
  SDL_RenderCopyF(renderer_.get(), picture.texture.get(), nullptr, &where);
}

void Canvas::draw_part(const Picture& picture, Point at, float share) {
  const SDL_Rect part{0, 0, static_cast<int>(static_cast<float>(picture.width) * share), picture.height};
  const SDL_FRect where{at.x, at.y, static_cast<float>(part.w), static_cast<float>(part.h)};
  SDL_RenderCopyF(renderer_.get(), picture.texture.get(), &part, &where);
}

void Canvas::draw_turned(const Picture& picture, Point middle, double degrees, float scale, float alpha) {
  SDL_SetTextureAlphaMod(picture.texture.get(), alpha_of(alpha));
  const float w = static_cast<float>(picture.width) * scale, h = static_cast<float>(picture.height) * scale;
  const SDL_FRect where{middle.x - w / 2, middle.y - h / 2, w, h};
  SDL_RenderCopyExF(renderer_.get(), picture.texture.get(), nullptr, &where, degrees, nullptr, SDL_FLIP_NONE);
}

void Canvas::fill(Box box, Colour colour) {
  SDL_SetRenderDrawColor(renderer_.get(), colour.red, colour.green, colour.blue, colour.alpha);
  const SDL_FRect where{box.x, box.y, box.width, box.height};
  SDL_RenderFillRectF(renderer_.get(), &where);
}

float Canvas::text(std::string_view text, Point at, const Style& style) {
  if (text.empty()) return 0;
  const Picture& line = line_of(text, style);
  const auto wide = static_cast<float>(line.width);
  float x = at.x;
  if (style.align == Style::Align::middle) x -= wide / 2;
  if (style.align == Style::Align::right) x -= wide;
  // On whole pixels, or the letters blur.
  draw(line, {static_cast<float>(static_cast<int>(x)), static_cast<float>(static_cast<int>(at.y) - line.height / 2)},
       static_cast<float>(style.colour.alpha) / 255);
  return wide;
}

float Canvas::text_width(std::string_view text, const Style& style) {
  return text.empty() ? 0 : static_cast<float>(line_of(text, style).width);
}

void Canvas::present() { SDL_RenderPresent(renderer_.get()); }

void Canvas::save(const std::string& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.format = PNG_FORMAT_RGB;
  int wide = 0, high = 0;
  SDL_GetRendererOutputSize(renderer_.get(), &wide, &high);
  image.width = static_cast<png_uint_32>(wide);
  image.height = static_cast<png_uint_32>(high);
  std::vector<std::uint8_t> pixels(std::size_t{3} * image.width * image.height);
  if (SDL_RenderReadPixels(renderer_.get(), nullptr, SDL_PIXELFORMAT_RGB24, pixels.data(), wide * 3) != 0)
    throw error("the window cannot be read", SDL_GetError());
  if (png_image_write_to_file(&image, file.c_str(), 0, pixels.data(), wide * 3, nullptr) == 0)
    throw error(file.c_str(), image.message);
}

TTF_Font* Canvas::font(int size, bool bold) {
  auto& font = fonts_[{size, bold}];
  for (const char* folder : font_folders) {
    if (font) break;
    font.reset(TTF_OpenFont((std::string{folder} + (bold ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf")).c_str(), size));
  }
  if (!font) throw CanvasError{"the font DejaVu Sans is not there; on Debian it is in fonts-dejavu-core"};
  return font.get();
}

const Picture& Canvas::line_of(std::string_view text, const Style& style) {
  const Colour& colour = style.colour;
  const auto packed = static_cast<std::uint32_t>(colour.red << 16 | colour.green << 8 | colour.blue);
  Key key{std::string{text}, style.size, style.bold, packed};
  if (const auto found = lines_.find(key); found != lines_.end()) return found->second;
  if (lines_.size() >= most_lines) lines_.clear();
  const std::unique_ptr<SDL_Surface, Destroy<SDL_FreeSurface>> surface{TTF_RenderUTF8_Blended(
      font(style.size, style.bold), std::get<0>(key).c_str(), {colour.red, colour.green, colour.blue, 255})};
  if (!surface) throw error("text cannot be drawn", TTF_GetError());
  Picture line{nullptr, surface->w, surface->h};
  line.texture.reset(SDL_CreateTextureFromSurface(renderer_.get(), surface.get()));
  if (!line.texture) throw error("text cannot be drawn", SDL_GetError());
  return lines_.emplace(std::move(key), std::move(line)).first->second;
}

}  // namespace keyturn::example::game_loop
