// Sizes and offsets of the types of a Go file, by Go's own type checker, against
// those of a JSON file.
//
//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
)

// hostLayout stands for package structs, which came with Go 1.23.
const hostLayout = `package structs
type HostLayout struct { _ hostLayout }
type hostLayout struct{}
`

type importer struct{ structs *types.Package }

func (i importer) Import(path string) (*types.Package, error) {
	switch path {
	case "structs":
		return i.structs, nil
	case "unsafe":
		return types.Unsafe, nil
	}
	return nil, fmt.Errorf("%s is not needed", path)
}

func check(fset *token.FileSet, path, name string, source any, im types.Importer) (*types.Package, error) {
	file, err := parser.ParseFile(fset, name, source, 0)
	if err != nil {
		return nil, err
	}
	conf := types.Config{Importer: im, Sizes: types.SizesFor("gc", "amd64")}
	return conf.Check(path, fset, []*ast.File{file}, nil)
}

type expectation struct {
	Size    int64
	Offsets map[string]int64
}

// wrong says how t differs from e where sizes are those of arch. The checker
// forgets the byte that the compiler adds behind a last field of no size, and
// older ones the padding at the end: both must not occur.
func wrong(t *types.Struct, e expectation, sizes types.Sizes) string {
	n := t.NumFields()
	fields := make([]*types.Var, n)
	for i := range fields {
		fields[i] = t.Field(i)
	}
	offsets := sizes.Offsetsof(fields)
	end := int64(0)
	for i, f := range fields {
		end = offsets[i] + sizes.Sizeof(f.Type())
		if want, ok := e.Offsets[f.Name()]; ok && want != offsets[i] {
			return fmt.Sprintf("%s is at %d, not %d", f.Name(), offsets[i], want)
		}
	}
	if end != e.Size || end%sizes.Alignof(t) != 0 {
		return fmt.Sprintf("%d bytes aligned to %d, not %d", end, sizes.Alignof(t), e.Size)
	}
	if n > 1 && end > 0 && sizes.Sizeof(fields[n-1].Type()) == 0 {
		return "ends in a field of no size"
	}
	return ""
}

func main() {
	fset := token.NewFileSet()
	structs, err := check(fset, "structs", "structs.go", hostLayout, nil)
	if err != nil {
		panic(err)
	}
	pkg, err := check(fset, "types", os.Args[1], nil, importer{structs})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	text, err := os.ReadFile(os.Args[2])
	if err != nil {
		panic(err)
	}
	var expected map[string]expectation
	if err := json.Unmarshal(text, &expected); err != nil {
		panic(err)
	}
	faults, offsets := 0, 0
	fault := func(words ...any) {
		if faults++; faults <= 20 {
			fmt.Println(words...)
		}
	}
	for _, arch := range []string{"amd64", "386", "arm", "arm64", "riscv64"} {
		sizes := types.SizesFor("gc", arch)
		for name, e := range expected {
			object := pkg.Scope().Lookup(name)
			if object == nil {
				fault(name, "is missing")
				continue
			}
			t, ok := object.Type().Underlying().(*types.Struct)
			if !ok {
				fault(name, "is no struct")
				continue
			}
			offsets += len(e.Offsets)
			if first := t.Field(0); first.Name() != "_" || first.Type().String() != "structs.HostLayout" {
				fault(name, "does not begin with structs.HostLayout")
			}
			if words := wrong(t, e, sizes); words != "" {
				fault(arch, name, words)
			}
		}
	}
	fmt.Printf("%d types, %d offsets on 5 architectures, %d faults\n", len(expected), offsets, faults)
	if faults != 0 || len(expected) == 0 {
		os.Exit(1)
	}
}
