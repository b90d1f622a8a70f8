package io.pharos.sandbox.service.accelerator;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;

/**
 * Accelerators: two static addresses and a name. The provider switches one off before it deletes it
 * and waits until every change is deployed, so that both take no time here.
 */
public final class Accelerators implements Behavior {
  private static final List<String> GIVEN = List.of("arn", "dnsName", "hostedZoneId", "ipSets");

  private final World world;
  private final ControlPlane control;

  public Accelerators(World world, ControlPlane control) {
    this.world = world;
    this.control = control;
  }

  @Override
  public void create(Resource accelerator) {
    control.requireAnswer();
    check(accelerator);
    String hash = Ids.hex("", 32, world.account().id(), accelerator.type(), accelerator.name());
    String id = hash.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    String arn = "arn:aws:globalaccelerator::" + world.account().id() + ":accelerator/" + id;
    accelerator.id(arn);
    accelerator.set("arn", arn);
    accelerator.set("dnsName", AcceleratorTypes.dnsName(hash.substring(0, 16)));
    accelerator.set("dualStackDnsName", "");
    accelerator.set("hostedZoneId", AcceleratorTypes.ZONE_ID);
    accelerator.set(
        "ipSets",
        List.of(
            Map.of(
                "ipFamily",
                "IPv4",
                "ipAddresses",
                List.of("75.2." + octets(hash, 0), "99.83." + octets(hash, 4)))));
  }

  private static String octets(String hash, int at) {
    return Integer.parseInt(hash.substring(at, at + 2), 16)
        + "."
        + Integer.parseInt(hash.substring(at + 2, at + 4), 16);
  }

  @Override
  public void update(Resource accelerator, Map<String, Object> before) {
    control.requireAnswer();
    GIVEN.forEach(kept -> accelerator.set(kept, before.get(kept)));
    check(accelerator);
  }

  @Override
  public void delete(Resource accelerator) {
    control.requireAnswer();
    if (!control.listeners(accelerator.id()).isEmpty()) {
      throw AcceleratorRefusal.of(
          "AssociatedListenerFoundException",
          "The accelerator that you specified has a listener associated with it. You must remove"
              + " all dependent resources from an accelerator before you can delete it.");
    }
  }

  @Override
  public void read(Resource accelerator) {
    control.requireAnswer();
  }

  private static void check(Resource accelerator) {
    String name = accelerator.string("name");
    if (!name.matches("[0-9A-Za-z]([0-9A-Za-z.-]{0,62}[0-9A-Za-z])?")) {
      throw AcceleratorRefusal.invalid("The name of the accelerator is invalid: " + name);
    }
    if (accelerator.has("ipAddressType") && !accelerator.string("ipAddressType").equals("IPV4")) {
      throw new UnsupportedOperationException(
          "the sandbox simulates accelerators of IPV4 addresses only");
    }
    if (accelerator.has("ipAddresses")) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate addresses that an account brings along");
    }
    if (accelerator.map("attributes").get("flowLogsEnabled") == Boolean.TRUE) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate flow logs of accelerators");
    }
  }
}
