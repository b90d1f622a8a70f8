package io.pharos.component;

import io.pharos.component.PolicyDocument.Statement;
import java.util.List;

/**
 * What FIS needs to cut a Region off and to put everything back: it works with copies of route
 * tables, which it marks as its own, and touches nobody else's.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html">Actions
 *     reference, with each action's permissions</a>
 */
final class IsolationPolicy {
  private static final String OWN = "managedByFIS";

  private IsolationPolicy() {}

  /** Only FIS, and only for experiments of this account and Region. */
  static String trust(String region, String account) {
    return PolicyDocument.of(
            Statement.allow("Assume")
                .principal("Service", "fis.amazonaws.com")
                .actions("sts:AssumeRole")
                .when("StringEquals", "aws:SourceAccount", account)
                .when(
                    "ArnLike",
                    "aws:SourceArn",
                    "arn:aws:fis:" + region + ":" + account + ":experiment/*"))
        .toString();
  }

  static String of(
      String region, String account, String peerRegion, String bucketArn, String vpcId) {
    String ec2 = "arn:aws:ec2:" + region + ":" + account + ":";
    PolicyDocument document = new Vpc(ec2, ec2 + "vpc/" + vpcId).routes();
    return document
        .add(
            Statement.allow("PauseReplication")
                .actions("s3:PauseReplication")
                .resources(bucketArn)
                .when("StringEquals", "s3:DestinationRegion", peerRegion))
        .add(
            Statement.allow("ChangeReplicationToPauseIt")
                .actions("s3:GetReplicationConfiguration", "s3:PutReplicationConfiguration")
                .resources(bucketArn)
                .when("BoolIfExists", "s3:isReplicationPauseRequest", "true"))
        .add(
            Statement.allow("FindTargets")
                .actions("s3:ListAllMyBuckets", "tag:GetResources")
                .resources("*"))
        .add(
            Statement.allow("WriteLogs")
                .actions(
                    "logs:CreateLogDelivery",
                    "logs:PutResourcePolicy",
                    "logs:DescribeResourcePolicies",
                    "logs:DescribeLogGroups")
                .resources("*"))
        .toString();
  }

  /** The part about route tables. */
  private record Vpc(String ec2, String vpcArn) {
    PolicyDocument routes() {
      return PolicyDocument.of(
          Statement.allow("Look")
              .actions(
                  "ec2:DescribeManagedPrefixLists",
                  "ec2:DescribeNetworkInterfaces",
                  "ec2:DescribeRouteTables",
                  "ec2:DescribeSubnets",
                  "ec2:DescribeVpcEndpoints",
                  "ec2:DescribeVpcPeeringConnections",
                  "ec2:DescribeVpcs")
              .resources("*"),
          made("MakeOwn", "ec2:CreateRouteTable", "route-table/*"),
          made("MakeOwnInterfaces", "ec2:CreateNetworkInterface", "network-interface/*"),
          made("MakeOwnLists", "ec2:CreateManagedPrefixList", "prefix-list/*"),
          Statement.allow("MakeOwnHere").actions("ec2:CreateRouteTable").resources(vpcArn),
          Statement.allow("MakeOwnInterfacesHere")
              .actions("ec2:CreateNetworkInterface")
              .resources(ec2 + "subnet/*", ec2 + "security-group/*"),
          Statement.allow("MarkOwn")
              .actions("ec2:CreateTags")
              .resources(ec2 + "route-table/*", ec2 + "network-interface/*", ec2 + "prefix-list/*")
              .when(
                  "StringEquals",
                  "ec2:CreateAction",
                  List.of("CreateRouteTable", "CreateNetworkInterface", "CreateManagedPrefixList"))
              .when("StringEquals", "aws:RequestTag/" + OWN, "true"),
          Statement.allow("ChangeOwn")
              .actions(
                  "ec2:CreateRoute",
                  "ec2:DeleteRouteTable",
                  "ec2:DeleteNetworkInterface",
                  "ec2:DisassociateRouteTable",
                  "ec2:ModifyVpcEndpoint",
                  "ec2:DeleteManagedPrefixList",
                  "ec2:ModifyManagedPrefixList")
              .resources(
                  ec2 + "route-table/*", ec2 + "network-interface/*", ec2 + "prefix-list/*", vpcArn)
              .when("StringEquals", "aws:ResourceTag/" + OWN, "true"),
          Statement.allow("ReadLists")
              .actions("ec2:GetManagedPrefixListEntries")
              .resources(ec2 + "prefix-list/*"),
          Statement.allow("ExchangeRouteTables")
              .actions(
                  "ec2:AssociateRouteTable",
                  "ec2:ReplaceRouteTableAssociation",
                  "ec2:DisassociateRouteTable")
              .resources(ec2 + "subnet/*", ec2 + "route-table/*"),
          Statement.allow("ExchangeRouteTablesOfEndpoints")
              .actions("ec2:ModifyVpcEndpoint")
              .resources(ec2 + "vpc-endpoint/*"));
    }

    private Statement made(String sid, String action, String resource) {
      return Statement.allow(sid)
          .actions(action)
          .resources(ec2 + resource)
          .when("StringEquals", "aws:RequestTag/" + OWN, "true");
    }
  }
}
