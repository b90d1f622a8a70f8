package io.pharos.component.awsx;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;

/**
 * The component {@code awsx:ec2:Vpc}, which the awsx plugin builds: a VPC with its subnets, routes
 * and NAT gateways. Typed after the published schema of awsx 2.22.0, so that it can give way to
 * com.pulumi:awsx wherever that can be had.
 */
public final class Vpc extends ComponentResource {
  /** The last version on the aws provider 6. */
  public static final String VERSION = "2.22.0";

  @Export(
      name = "vpcId",
      refs = {String.class},
      tree = "[0]")
  private Output<String> vpcId;

  @Export(
      name = "publicSubnetIds",
      refs = {List.class, String.class},
      tree = "[0,1]")
  private Output<List<String>> publicSubnetIds;

  @Export(
      name = "privateSubnetIds",
      refs = {List.class, String.class},
      tree = "[0,1]")
  private Output<List<String>> privateSubnetIds;

  @Export(
      name = "isolatedSubnetIds",
      refs = {List.class, String.class},
      tree = "[0,1]")
  private Output<List<String>> isolatedSubnetIds;

  public Vpc(String name, VpcArgs args, ComponentResourceOptions options) {
    super(
        "awsx:ec2:Vpc",
        name,
        args,
        ComponentResourceOptions.merge(
            options, ComponentResourceOptions.builder().version(VERSION).build()),
        true);
  }

  public Output<String> vpcId() {
    return vpcId;
  }

  public Output<List<String>> publicSubnetIds() {
    return publicSubnetIds;
  }

  public Output<List<String>> privateSubnetIds() {
    return privateSubnetIds;
  }

  public Output<List<String>> isolatedSubnetIds() {
    return isolatedSubnetIds;
  }
}
