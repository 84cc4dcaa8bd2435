package dev.attune.eventstore.autoconfigure.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: nothing but the annotation. */
@SpringBootApplication
public class ShopApplication {}
