package dev.attune.command.collect;

import dev.attune.contracts.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parts properties into those that may lie open and those that are known to be personal by their name, at any depth. A
 * list with a personal field anywhere in it is personal as a whole. {@code name} alone is not: a product has one too.
 *
 * @param open what may lie open
 * @param personal the rest, in the same shape
 */
record PersonalProperties(Map<String, Value> open, Map<String, Value> personal) {

  private static final Set<String> NAMES =
      Set.of(
          "email", "emailaddress", "mail", "phone", "phonenumber", "mobile", "telephone", "firstname", "lastname",
          "middlename", "fullname", "surname", "givenname", "familyname", "username", "login", "birthday", "birthdate",
          "dateofbirth", "dob", "address", "streetaddress", "street", "street1", "street2", "addressline1",
          "addressline2", "postalcode", "postcode", "zip", "zipcode", "ip", "ipaddress", "shippingaddress",
          "billingaddress", "customername", "passport", "ssn", "nationalid", "taxid", "iban", "cardnumber",
          "creditcard", "cardholder", "password", "latitude", "longitude");

  static PersonalProperties of(Map<String, Value> properties) {
    Map<String, Value> open = new LinkedHashMap<>();
    Map<String, Value> personal = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          if (isPersonal(name) || (value instanceof Value.Items items && hasPersonal(items))) {
            personal.put(name, value);
          } else if (value instanceof Value.Fields fields) {
            PersonalProperties inner = of(fields.values());
            if (!inner.open.isEmpty() || inner.personal.isEmpty()) {
              open.put(name, new Value.Fields(inner.open));
            }
            if (!inner.personal.isEmpty()) {
              personal.put(name, new Value.Fields(inner.personal));
            }
          } else {
            open.put(name, value);
          }
        });
    return new PersonalProperties(Collections.unmodifiableMap(open), Collections.unmodifiableMap(personal));
  }

  private static boolean isPersonal(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    name.chars().filter(c -> c != '_' && c != '-' && c != ' ' && c != '.').forEach(c -> letters.append((char) c));
    return NAMES.contains(letters.toString().toLowerCase(Locale.ROOT));
  }

  private static boolean hasPersonal(Value value) {
    return switch (value) {
      case Value.Items items -> items.values().stream().anyMatch(PersonalProperties::hasPersonal);
      case Value.Fields fields ->
          fields.values().keySet().stream().anyMatch(PersonalProperties::isPersonal)
              || fields.values().values().stream().anyMatch(PersonalProperties::hasPersonal);
      case Value.Nothing nothing -> false;
      case Value.Flag flag -> false;
      case Value.Whole whole -> false;
      case Value.Decimal decimal -> false;
      case Value.Text text -> false;
    };
  }
}
