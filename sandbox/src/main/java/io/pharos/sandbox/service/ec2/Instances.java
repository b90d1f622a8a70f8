package io.pharos.sandbox.service.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The instances of every Region, running and gone, ordered by Region and id. */
public final class Instances {
  private final Map<String, Instance> instances = new TreeMap<>();

  public void add(Instance instance) {
    instances.put(instance.launch().region() + "|" + instance.id(), instance);
  }

  public Optional<Instance> find(String region, String id) {
    return Optional.ofNullable(instances.get(region + "|" + id));
  }

  public List<Instance> in(String region) {
    return instances.values().stream()
        .filter(instance -> instance.launch().region().equals(region))
        .toList();
  }

  /** How many vCPUs run in a Region, of the families that one quota counts together. */
  public int vcpus(String region) {
    return in(region).stream()
        .filter(
            instance ->
                instance.state() == Instance.State.PENDING
                    || instance.state() == Instance.State.RUNNING)
        .map(instance -> instance.launch().instanceType())
        .filter(InstanceTypes::standard)
        .mapToInt(InstanceTypes::vcpus)
        .sum();
  }

  /** Those that hold an address in a subnet. */
  public List<Instance> inSubnet(String region, String subnetId) {
    return in(region).stream()
        .filter(instance -> instance.launch().subnetId().equals(subnetId))
        .filter(instance -> instance.state() != Instance.State.TERMINATED)
        .toList();
  }
}
