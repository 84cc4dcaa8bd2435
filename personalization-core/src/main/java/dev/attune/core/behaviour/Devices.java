package dev.attune.core.behaviour;

import dev.attune.contracts.value.Value;
import dev.attune.core.profile.Properties;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the person uses, as told by {@code context.device}, {@code context.os} and {@code context.userAgent}: the
 * {@value #KEPT} last used ones.
 *
 * @param latest the last used one last
 */
public record Devices(List<Device> latest) {

  /** How many are kept. */
  public static final int KEPT = 10;

  /** None is known. */
  public static final Devices NONE = new Devices(List.of());

  /**
   * A device: the same if its id is or, without an id, if all else is.
   *
   * @param id the client's
   * @param type {@code ios}, {@code android} and the like as told, else {@code desktop}, {@code mobile}, {@code tablet},
   *     {@code bot} by the user agent; null if not known
   * @param family maker and model as told, else the browser; null if not known
   * @param system the operating system, without its version; null if not known
   * @param firstSeen when it was first used
   * @param lastSeen when it was last used
   */
  public record Device(
      @Nullable String id,
      @Nullable String type,
      @Nullable String family,
      @Nullable String system,
      Instant firstSeen,
      Instant lastSeen) {

    private boolean isSame(Device other) {
      return id != null || other.id != null
          ? Objects.equals(id, other.id)
          : Objects.equals(type, other.type)
              && Objects.equals(family, other.family)
              && Objects.equals(system, other.system);
    }
  }

  Devices evolve(Map<String, Value> context, Instant at, UserAgents userAgents) {
    Device seen = device(context, at, userAgents);
    if (seen == null) {
      return this;
    }
    int same = latest.size() - 1;
    while (same >= 0 && !latest.get(same).isSame(seen)) {
      same--;
    }
    Instant first = same < 0 ? at : latest.get(same).firstSeen();
    Device device = new Device(seen.id(), seen.type(), seen.family(), seen.system(), first, at);
    return new Devices(Kept.moved(latest, same, device, KEPT));
  }

  private static @Nullable Device device(Map<String, Value> context, Instant at, UserAgents userAgents) {
    if (context.isEmpty()) {
      return null;
    }
    Map<String, Value> told = Properties.fields(context, "device");
    String agent = Properties.text(context, "userAgent");
    String os = Properties.text(Properties.fields(context, "os"), "name");
    if (told.isEmpty() && agent == null && os == null) {
      return null;
    }
    UserAgents.Agent by = agent == null ? UserAgents.UNKNOWN : userAgents.of(agent);
    String type = Properties.text(told, "type");
    String family = family(told);
    return new Device(
        Properties.text(told, "id"),
        type == null ? by.type() : type.toLowerCase(Locale.ROOT),
        family == null ? by.family() : family,
        os == null ? by.system() : os,
        at,
        at);
  }

  private static @Nullable String family(Map<String, Value> told) {
    String maker = Properties.text(told, "manufacturer");
    String model = Properties.text(told, "model");
    if (maker == null || model == null) {
      return maker == null ? model : maker;
    }
    return maker + " " + model;
  }
}
