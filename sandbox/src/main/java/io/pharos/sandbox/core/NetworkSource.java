package io.pharos.sandbox.core;

import java.util.List;

/** One end of a connection inside a VPC: the subnets it may be in, and its security groups. */
public record NetworkSource(String region, List<String> subnetIds, List<String> securityGroupIds) {}
