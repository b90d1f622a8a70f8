//go:build tools

// Package tools pins actionlint, which reads the workflows in the contract profile: docs/testing.md.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
