package dev.attune.infra.shop;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A person who visits the shop.
 *
 * @param number from 0
 * @param firstName of the person
 * @param lastName of the person
 * @param city where they live
 * @param devices the usual one first
 * @param favourite category
 * @param eagerness by how much more or less than others they put into the cart, around 1
 * @param account whether they have one, and sign in some time
 */
record Shopper(
    int number,
    String firstName,
    String lastName,
    City city,
    List<Device> devices,
    String favourite,
    double eagerness,
    boolean account) {

  private static final int FIRST_USER = 10_001;

  String userId() {
    return "u-" + (FIRST_USER + number);
  }

  /** What the shop learns at sign-in. */
  Map<String, Object> traits() {
    String email = (firstName + "." + lastName + "." + number + "@example.com").toLowerCase(Locale.ROOT);
    return Map.of(
        "first_name", firstName, "last_name", lastName, "email", email, "city", city.name(), "country",
        city.country());
  }
}
