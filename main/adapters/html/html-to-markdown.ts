import { type ChildNode, type Element, hasChildren, isTag, isText, type ParentNode } from 'domhandler'
import { parseDocument } from 'htmlparser2'
