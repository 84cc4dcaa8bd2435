package dev.attune.infra.shop;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Where shoppers live.
 *
 * @param name of the city
 * @param country ISO 3166
 * @param currency ISO 4217 code of what is paid with there
 */
record City(String name, String country, String currency) {

  static final List<City> ALL =
      List.of(
          new City("Berlin", "DE", "EUR"), new City("Hamburg", "DE", "EUR"), new City("Vienna", "AT", "EUR"),
          new City("Paris", "FR", "EUR"), new City("Lyon", "FR", "EUR"), new City("Madrid", "ES", "EUR"),
          new City("Milan", "IT", "EUR"), new City("Amsterdam", "NL", "EUR"), new City("Dublin", "IE", "EUR"),
          new City("London", "GB", "GBP"), new City("Leeds", "GB", "GBP"));

  private static final BigDecimal POUNDS_FOR_A_EURO = new BigDecimal("0.85");

  /** A price in euros as it is shown here, two decimals. */
  BigDecimal price(BigDecimal euros) {
    return currency.equals("EUR")
        ? euros
        : euros.multiply(POUNDS_FOR_A_EURO).setScale(2, RoundingMode.HALF_EVEN);
  }
}
