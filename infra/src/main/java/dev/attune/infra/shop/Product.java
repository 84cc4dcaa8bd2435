package dev.attune.infra.shop;

import java.math.BigDecimal;

/**
 * Something to buy.
 *
 * @param id as {@code coffee-007}
 * @param name for people
 * @param category that it is in
 * @param price in euros, two decimals
 */
record Product(String id, String name, String category, BigDecimal price) {}
