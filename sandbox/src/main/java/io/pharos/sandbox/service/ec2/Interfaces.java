package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Network interfaces that are not an instance's, by Region and private address. */
public final class Interfaces {
  private static final int FIRST_ADDRESS = 16;

  private final Instances instances;
  private final Map<String, Host> hosts = new TreeMap<>();

  public Interfaces(Instances instances) {
    this.instances = instances;
  }

  /** Gives a host a free address of the subnet; empty when there is none. */
  public Optional<String> attach(Resource subnet, Host host) {
    Cidr block = Cidr.of(subnet.string("cidrBlock"));
    for (long offset = Math.min(FIRST_ADDRESS, block.size() / 2);
        offset < block.size() - 1;
        offset++) {
      String address = block.address(offset);
      if (!taken(subnet, address)) {
        hosts.put(key(subnet.region(), address), host);
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  public void detach(String region, String address) {
    hosts.remove(key(region, address));
  }

  public Optional<Host> find(String region, String address) {
    return Optional.ofNullable(hosts.get(key(region, address)));
  }

  private boolean taken(Resource subnet, String address) {
    return hosts.containsKey(key(subnet.region(), address))
        || instances.inSubnet(subnet.region(), subnet.id()).stream()
            .anyMatch(instance -> instance.launch().privateIp().equals(address));
  }

  private static String key(String region, String address) {
    return region + "|" + address;
  }
}
