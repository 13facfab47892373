// What bpf2go's formatter makes of each struct and union of an object: one JSON
// object a line. With a name, of that type alone, with its text.
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
	"unicode"

	"github.com/cilium/ebpf/btf"
)

// Package structs, for the checker does not read Go's own sources.
const structs = `package structs
type HostLayout struct{}
`

type importer struct{}

func (importer) Import(path string) (*types.Package, error) {
	if path != "structs" {
		return nil, fmt.Errorf("%s is not needed", path)
	}
	return check(path, structs)
}

func check(path, source string) (*types.Package, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path+".go", source, 0)
	if err != nil {
		return nil, err
	}
	conf := types.Config{Importer: importer{}, Sizes: sizes}
	return conf.Check(path, files, []*ast.File{file}, nil)
}

var sizes = types.SizesFor("gc", "amd64")

type result struct {
	Name    string
	Size    int64            // what BTF says
	Refused string           `json:",omitempty"`
	Go      int64            // the size of what was written
	Moved   bool             // whether a field of it has another offset
	Offsets map[string]int64 `json:",omitempty"`
	Text    string           `json:",omitempty"`
}

// sizeOf is the compiler's: it aligns the end, and no last field has no size.
// The checker of Go before 1.21 does neither.
func sizeOf(t *types.Struct) int64 {
	n := t.NumFields()
	if n == 0 {
		return 0
	}
	fields := make([]*types.Var, n)
	for i := range fields {
		fields[i] = t.Field(i)
	}
	end := sizes.Offsetsof(fields)[n-1]
	size := sizes.Sizeof(fields[n-1].Type())
	if end > 0 && size == 0 {
		size = 1
	}
	align := sizes.Alignof(t)
	return (end + size + align - 1) / align * align
}

// exported is what bpf2go makes of a C name.
func exported(name string) string {
	out, up := "", true
	for _, c := range name {
		if c == '_' {
			up = true
			continue
		}
		if up {
			c = unicode.ToUpper(c)
		}
		if out == "" && !unicode.IsUpper(c) {
			out = "X"
		}
		out += string(c)
		up = false
	}
	return out
}

func measure(r *result, t btf.Type, whole bool) {
	formatter := btf.GoFormatter{Identifier: exported}
	text, err := formatter.TypeDeclaration("T", t)
	if err != nil {
		r.Refused = err.Error()
		return
	}
	pkg, err := check("p", "package p\nimport \"structs\"\nvar _ structs.HostLayout\n"+text)
	if err != nil {
		r.Refused = "does not compile: " + err.Error()
		return
	}
	declared := pkg.Scope().Lookup("T").Type().Underlying()
	record, ok := declared.(*types.Struct)
	if !ok {
		r.Go = sizes.Sizeof(declared)
	} else {
		r.Go = sizeOf(record)
	}
	if !ok {
		return
	}
	fields := make([]*types.Var, record.NumFields())
	for i := range fields {
		fields[i] = record.Field(i)
	}
	offsets := map[string]int64{}
	for i, offset := range sizes.Offsetsof(fields) {
		offsets[fields[i].Name()] = offset
	}
	if s, ok := t.(*btf.Struct); ok {
		for _, m := range s.Members {
			at, there := offsets[exported(m.Name)]
			r.Moved = r.Moved || there && m.Name != "" && m.BitfieldSize == 0 &&
				at != int64(m.Offset.Bytes())
		}
	}
	if whole {
		r.Text, r.Offsets = text, offsets
	}
}

// byID returns nil behind the last type, where older versions panic.
func byID(spec *btf.Spec, id btf.TypeID) (t btf.Type) {
	defer func() {
		if recover() != nil {
			t = nil
		}
	}()
	t, err := spec.TypeByID(id)
	if err != nil {
		return nil
	}
	return t
}

func main() {
	spec, err := btf.LoadSpec(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	for id := btf.TypeID(1); ; id++ {
		t := byID(spec, id)
		if t == nil {
			break
		}
		name := t.TypeName()
		if name == "" || len(os.Args) > 2 && os.Args[2] != name {
			continue
		}
		switch t.(type) {
		case *btf.Struct, *btf.Union:
		case *btf.Enum:
			if len(os.Args) < 3 {
				continue
			}
		default:
			continue
		}
		size, err := btf.Sizeof(t)
		if err != nil {
			continue
		}
		r := result{Name: name, Size: int64(size)}
		measure(&r, t, len(os.Args) > 2)
		out.Encode(r)
	}
}
