package io.pharos.sandbox.recovery;

import io.pharos.sandbox.service.Ecr;
import io.pharos.sandbox.service.ecr.Registry;

/** The shop whose image is in ECR, in both Regions' repositories of the same name. */
final class GivenRegistry {
  static final String REPOSITORY = "shop/web";
  static final String TAG = "7";

  private GivenRegistry() {}

  /** Nothing has been pushed yet; before any function is deployed. */
  static TwoRegionShop in(TwoRegionShop shop) {
    shop.primaryRuntime.registryImages(image(shop.primary.region));
    shop.secondaryRuntime.registryImages(image(shop.secondary.region));
    of(shop).repository(shop.primary.region, REPOSITORY);
    return shop;
  }

  static Registry of(TwoRegionShop shop) {
    return shop.world.service(Ecr.class).registry();
  }

  static String image(String region) {
    return "123456789012.dkr.ecr." + region + ".amazonaws.com/" + REPOSITORY + ":" + TAG;
  }
}
