package io.pharos.component;

import com.pulumi.core.Output;

/** What runs the application of a Region, as far as the recovery runtime must know it. */
public sealed interface Compute permits Ec2Compute, EcsCompute {

  /** How the functions are told of it: see {@code Platform#compute}. */
  Output<String> computeName();

  /** ARN of the group, or of the service, whose size the runtime changes. */
  Output<String> computeArn();
}
