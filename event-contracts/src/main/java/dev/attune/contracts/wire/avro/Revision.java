package dev.attune.contracts.wire.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of one revision are read in today's form: Avro's schema resolution, prepared once. Fields are matched
 * by name or alias; those that are gone are skipped, those that were not there yet take their default. A field may
 * have become personal, or no longer be: the parts are read one after the other, into the same components.
 */
final class Revision {

  private final Step[] data;
  private final Step[] sealed;
  private final @Nullable Object[] defaults;

  private Revision(List<Step> data, List<Step> sealed, @Nullable Object[] defaults) {
    this.data = data.toArray(Step[]::new);
    this.sealed = sealed.toArray(Step[]::new);
    this.defaults = defaults;
  }

  /**
   * @param writer schema of the revision
   * @param newest today's schema
   * @param slots today's slots
   */
  static Revision between(Schema writer, Schema newest, List<Slot> slots) {
    Map<String, Slot> wanted = new HashMap<>();
    slots.forEach(slot -> wanted.put(slot.name(), slot));
    @Nullable Object[] defaults = new @Nullable Object[slots.size()];
    for (Schema.Field field : newest.getFields()) {
      Slot slot = slotOf(wanted, field.name());
      if (field.hasDefaultValue()) {
        defaults[slot.index()] = slot.read(new BinaryIn(Resolution.defaultOf(field)));
      } else if (find(writer, field) == null) {
        throw new IllegalStateException(
            "%s: %s is not in every revision and has no default".formatted(newest.getFullName(), field.name()));
      }
    }
    List<Step> data = new ArrayList<>();
    List<Step> sealed = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      (EventSchemas.isPersonal(field) ? sealed : data).add(step(field, newest, wanted));
    }
    return new Revision(data, sealed, defaults);
  }

  private static Step step(Schema.Field written, Schema newest, Map<String, Slot> wanted) {
    for (Schema.Field field : newest.getFields()) {
      if (matches(written, field)) {
        Slot slot = slotOf(wanted, field.name());
        return slot.schema().equals(written.schema()) ? new Step.Keep(slot) : new Resolution(written.schema(), slot);
      }
    }
    return new Step.Skip(written.schema());
  }

  private static Schema.@Nullable Field find(Schema writer, Schema.Field field) {
    return writer.getFields().stream().filter(written -> matches(written, field)).findFirst().orElse(null);
  }

  private static boolean matches(Schema.Field written, Schema.Field field) {
    return field.name().equals(written.name()) || field.aliases().contains(written.name());
  }

  private static Slot slotOf(Map<String, Slot> slots, String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalStateException("%s has no slot".formatted(name));
    }
    return slot;
  }

  /** The components; personal ones are their defaults if {@code sealedBytes} is null. */
  @Nullable Object[] read(byte[] dataBytes, byte @Nullable [] sealedBytes) {
    @Nullable Object[] components = defaults.clone();
    run(data, components, dataBytes);
    if (sealedBytes != null) {
      run(sealed, components, sealedBytes);
    }
    return components;
  }

  private static void run(Step[] steps, @Nullable Object[] components, byte[] bytes) {
    BinaryIn in = new BinaryIn(bytes);
    for (Step step : steps) {
      step.read(components, in);
    }
    in.end();
  }
}
