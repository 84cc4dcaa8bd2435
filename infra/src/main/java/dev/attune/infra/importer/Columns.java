package dev.attune.infra.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The names of the columns. A column can also be called by its number, counted from 1. */
final class Columns {

  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  private Columns(List<String> names) {
    this.names = List.copyOf(names);
    for (int place = names.size(); place > 0; place--) {
      places.put(Integer.toString(place), place - 1);
    }
    for (int place = names.size(); place > 0; place--) {
      places.put(names.get(place - 1), place - 1);
    }
  }

  static Columns named(List<String> names) {
    return new Columns(names.stream().map(String::strip).toList());
  }

  static Columns numbered(int size) {
    return new Columns(IntStream.rangeClosed(1, size).mapToObj(Integer::toString).toList());
  }

  int size() {
    return names.size();
  }

  int find(String column) throws BadRowException {
    Integer place = places.get(column);
    if (place == null) {
      throw new BadRowException("there is no column '" + column + "'; there are: " + String.join(", ", names));
    }
    return place;
  }
}
