package dev.attune.core.behaviour;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Changed copies of short lists that never change, at the cost of one array. */
final class Kept {

  private Kept() {}

  /** The list with an element replaced. */
  static <T> List<T> with(List<T> list, int index, T element) {
    Object[] all = list.toArray();
    all[index] = element;
    return list(all);
  }

  /**
   * The list without one element and with another one at its end. If there are more than so many then, the first goes.
   *
   * @param without index of the element that is replaced by the new one; -1: none is
   */
  static <T> List<T> moved(List<T> list, int without, T last, int most) {
    int size = list.size();
    int gone = without >= 0 ? without : size >= most ? 0 : -1;
    Object[] all = gone >= 0 ? list.toArray() : list.toArray(new Object[size + 1]);
    if (gone >= 0) {
      System.arraycopy(all, gone + 1, all, gone, size - gone - 1);
    }
    all[all.length - 1] = last;
    return list(all);
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Object[] all) {
    return (List<T>) Collections.unmodifiableList(Arrays.asList(all));
  }
}
