//go:build tools

// Package tools pins the Pulumi CLI that Pharos builds where none is installed.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
