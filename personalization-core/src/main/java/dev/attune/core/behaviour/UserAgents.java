package dev.attune.core.behaviour;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What browsers call themselves (RFC 9110, section 10.1.5), roughly: the family, the operating system, the kind of device.
 * Browsers name those that they descend from as well, so the order of the questions matters. Thread-safe; remembers
 * answers, as few different ones come again and again.
 */
final class UserAgents {

  /** Nothing is known. */
  static final Agent UNKNOWN = new Agent(null, null, null);

  private static final String[][] FAMILIES = {
    {"edg", "Edge"}, {"opr/", "Opera"}, {"samsungbrowser", "Samsung Internet"}, {"firefox", "Firefox"},
    {"fxios", "Firefox"}, {"crios", "Chrome"}, {"chrome", "Chrome"}, {"safari", "Safari"}, {"okhttp", "OkHttp"},
    {"curl", "curl"}
  };
  private static final String[][] SYSTEMS = {
    {"android", "Android"}, {"iphone", "iOS"}, {"ipad", "iOS"}, {"windows", "Windows"}, {"mac os x", "macOS"},
    {"cros", "ChromeOS"}, {"linux", "Linux"}
  };
  private static final String[][] TYPES = {
    {"bot", "bot"}, {"crawler", "bot"}, {"spider", "bot"}, {"ipad", "tablet"}, {"tablet", "tablet"},
    {"mobi", "mobile"}, {"iphone", "mobile"}, {"android", "tablet"}, {"windows", "desktop"}, {"mac os x", "desktop"},
    {"cros", "desktop"}, {"linux", "desktop"}
  };

  private final Cache<String, Agent> known = Caffeine.newBuilder().maximumSize(2_000).executor(Runnable::run).build();

  /**
   * @param family of the browser
   * @param system the operating system
   * @param type {@code desktop}, {@code mobile}, {@code tablet} or {@code bot}
   */
  record Agent(@Nullable String family, @Nullable String system, @Nullable String type) {}

  Agent of(String userAgent) {
    return known.get(userAgent, UserAgents::read);
  }

  private static Agent read(String userAgent) {
    String text = userAgent.toLowerCase(Locale.ROOT);
    return new Agent(first(FAMILIES, text), first(SYSTEMS, text), first(TYPES, text));
  }

  private static @Nullable String first(String[][] answers, String text) {
    for (String[] answer : answers) {
      if (text.contains(answer[0])) {
        return answer[1];
      }
    }
    return null;
  }
}
